"""The log's own files, byte for byte (C2SP tlog-tiles): what `duty audit` and every keeper reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from scopeofduty.city.public.log import source
from scopeofduty.city.public.registry import published
from scopeofduty.ledger.audit import AUDIT_FILE
from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.keepers import POLICY_FILE

if TYPE_CHECKING:
    from django.http import HttpRequest

# What may be read, and nothing else of the folder: (path, media type, how long it may be kept).
FOR_GOOD = "public, max-age=31536000, immutable"
UNTIL_NEXT = "public, max-age=60"
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_LOG = r"(?:slots|register)"
SERVED = (
    (
        re.compile(rf"{_LOG}/tile/(?:[0-9]|entries)/(?:x[0-9]{{3}}/)*[0-9]{{3}}(?:\.p/[0-9]{{1,3}})?"),
        BYTES,
        FOR_GOOD,
    ),
    (re.compile(rf"{_LOG}/checkpoint"), TEXT, UNTIL_NEXT),
    (re.compile(rf"{_LOG}/checkpoints/(?:index|[0-9]{{1,19}})"), TEXT, UNTIL_NEXT),
    (re.compile(r"notice/[0-9]{1,19}/[0-9]{1,4}\.json"), "application/json", UNTIL_NEXT),
    (re.compile(r"attachment/[0-9a-f]{64}"), BYTES, FOR_GOOD),
    (re.compile(re.escape(POLICY_FILE)), TEXT, UNTIL_NEXT),
    (re.compile(re.escape(AUDIT_FILE)), "application/json", UNTIL_NEXT),
)


def sent(data: bytes, media_type: str, keep: str) -> HttpResponse:
    """Return bytes as a file that any other site's page may read: checking needs no leave of the city."""
    answer = HttpResponse(data, content_type=media_type)
    answer["Cache-Control"] = keep
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@published
def log_file(request: HttpRequest, path: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return one file of the log, exactly as the clock wrote it."""
    for pattern, media_type, keep in SERVED:
        if pattern.fullmatch(path):
            data = source.folder().read(path)
            if data is None:
                break
            return sent(data, media_type, keep)
    raise Http404


@published
def proof_file(request: HttpRequest, tick: str, slot: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the proof of one opened envelope (C2SP tlog-proof), made from the log's public files."""
    found = source.snapshot()
    try:
        proof = found and found.proof((int(tick), int(slot)))
    except LedgerError as error:
        raise Http404 from error
    if not proof:
        raise Http404
    answer = sent(bytes(proof), TEXT, UNTIL_NEXT)
    answer["Content-Disposition"] = f'attachment; filename="{proof_name(int(tick), int(slot))}"'
    return answer


def proof_name(tick: int, slot: int) -> str:
    """Return the name under which a reader saves the proof of an envelope."""
    return f"notice-{tick}-{slot}.tlog-proof"

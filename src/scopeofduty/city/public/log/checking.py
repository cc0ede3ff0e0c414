"""Check this yourself: what a notice's page offers, and the page that explains each way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import override

from scopeofduty.city.public.log import source
from scopeofduty.city.public.log.files import proof_name
from scopeofduty.city.public.log.words import FIELDS
from scopeofduty.city.public.models import PublicSeal
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.shown import texts
from scopeofduty.ledger.errors import LedgerError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.public.models import PublicNotice


def envelope_of(notice: PublicNotice) -> dict[str, Any] | None:
    """Return the opened envelope that a notice came out of; None where nothing can be proved yet."""
    seal = PublicSeal.objects.filter(notice=notice).first()
    if seal is None:
        return None
    try:
        found = source.snapshot()
    except (LedgerError, OSError):
        return None
    if found is None or (seal.tick, seal.slot) not in found.facts.opens:
        return None
    told = {field: text for field, text in texts(notice.content).items() if field in FIELDS}
    return {"tick": seal.tick, "slot": seal.slot, "number": seal.slot + 1, "fields": FIELDS, "told": told}


@published
def log_check(request: HttpRequest) -> HttpResponse:
    """Explain each way to check a notice or the whole log without trusting the city."""
    from scopeofduty.city.public.views import page

    try:
        found = source.snapshot()
    except (LedgerError, OSError):
        found = None
    with override("en"):  # one address for everybody: a program reads no language
        address = request.build_absolute_uri(reverse("public:log")).rstrip("/")
    keys = [] if found is None else [found.cadence.origin, found.cadence.register_origin]
    example = proof_name(*max(found.facts.opens)) if found and found.facts.opens else "notice.tlog-proof"
    return page(request, "log/check.html", address=address, origins=keys, fields=FIELDS, example=example)

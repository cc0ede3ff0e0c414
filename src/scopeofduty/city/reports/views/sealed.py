"""What the browser's program sends and fetches: age files, hashes and random ids, in request bodies only."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.http import FileResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scopeofduty.city.clock import port
from scopeofduty.city.reports import files, intake, mailbox
from scopeofduty.city.reports.framing import unframed
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.origin import anonymous
from scopeofduty.city.reports.rosters import NoRosterError, rosters
from scopeofduty.city.reports.upload import SealedUpload, take
from scopeofduty.city.roster.current import editions_for_browser
from scopeofduty.sealing.canonical import parse_hex
from scopeofduty.sealing.day_batch import BOX_SIZE, Commitment
from scopeofduty.sealing.epoch import wrap_count
from scopeofduty.sealing.errors import SealingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.reports.upload import Received

ID = re.compile(r"[0-9a-f]{32}")
HASH = 32


class RefusedError(ValueError):
    """What came isn't what a page of ours sends; the message says what is wrong."""


def _refused(problem: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=status)


def _hex(request: HttpRequest, name: str, size: int = HASH) -> bytes:
    try:
        return parse_hex(request.POST.get(name), size, name)
    except SealingError as error:
        raise RefusedError(str(error)) from error


def _age_file(request: HttpRequest, name: str) -> bytes:
    part = request.FILES.get(name)
    data = part.read() if part is not None else b""
    return _checked(data, name)


def _checked(data: bytes, name: str) -> bytes:
    if not data.startswith(files.HEAD):
        raise RefusedError(
            _("“%(name)s” isn't an age file. Reload the page and send again.") % {"name": name}
        )
    return data


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise RefusedError(_("That is no id. Reload the page and send again."))
    return text


def _attached(request: HttpRequest) -> dict[str, Received]:
    named = {name: part for name, part in request.FILES.items() if name.startswith("file-")}
    return {_id(name.removeprefix("file-")): part for name, part in named.items()}


def _taking(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the request's parts; whatever doesn't end in its place is removed."""

    def taken(request: HttpRequest) -> HttpResponse:
        handler = take(request, SealedUpload(request))
        try:
            if handler.problem:
                return _refused(handler.problem)
            return view(request)
        except RefusedError as error:
            return _refused(str(error))
        except IntegrityError:
            # Somebody else's file or commitment has this id: no page of ours draws one twice.
            return _refused(_("That is no id. Reload the page and send again."))
        except mailbox.NoCaseError:
            return _refused(_("These words open no report here. Look at each of them again."), 404)
        finally:
            handler.discard()

    taken.__name__, taken.__doc__ = view.__name__, view.__doc__
    return anonymous(require_POST(taken))


@anonymous
@require_GET
def roster(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return every edition of the signed roster, the one in force first."""
    return JsonResponse({"editions": editions_for_browser()})


@_taking
def send(request: HttpRequest) -> HttpResponse:
    """Store a sealed report. Sent again it answers the same and changes nothing."""
    try:
        current = rosters()[0]
    except NoRosterError as error:
        raise RefusedError(_("No reports can be taken now.")) from error
    wraps = _wraps(request, wrap_count(current))
    case = mailbox.NewCase(
        _id(request.POST.get("case", "")),
        _hex(request, "lookup_hash"),
        _hex(request, "auth_hash"),
        day_of(port.now()),
        wraps,
        _age_file(request, "message"),
        _age_file(request, "identity_box"),
    )
    intake.store(case, _attached(request), _commitment(request))
    return JsonResponse({"case": case.id})


def _wraps(request: HttpRequest, count: int) -> tuple[bytes, ...]:
    part = request.FILES.get("wraps")
    try:
        wraps = unframed(part.read() if part is not None else b"")
    except ValueError as error:
        raise RefusedError(str(error)) from error
    if len(wraps) != count:
        raise RefusedError(
            _("The list of people who read reports has changed meanwhile. Reload the page and send again.")
        )
    return tuple(_checked(wrap, "wraps") for wrap in wraps)


def _commitment(request: HttpRequest) -> Commitment | None:
    part = request.FILES.get("commitment")
    if part is None:
        return None
    data = part.read()
    if len(data) != HASH + BOX_SIZE:
        raise RefusedError(f"commitment: {HASH + BOX_SIZE} bytes were expected, {len(data)} came")
    return Commitment(data[:HASH], data[HASH:])


def _found(request: HttpRequest) -> str:
    return mailbox.find(_hex(request, "lookup"), _hex(request, "auth"))


@_taking
def case(request: HttpRequest) -> HttpResponse:
    """Return a case to whoever has its receipt, sealed as it lies here."""
    return JsonResponse(as_json(mailbox.case(_found(request))))


def as_json(stored: mailbox.StoredCase) -> dict[str, Any]:
    """Return a stored case as pages read it: age files in base64."""

    def text(data: bytes) -> str:
        return b64encode(data).decode()

    return {
        "case": stored.id,
        "epochs": [
            {"number": each.number, "wraps": [text(wrap) for wrap in each.wraps]} for each in stored.epochs
        ],
        "messages": [
            {"place": each.place, "epoch": each.epoch, "data": text(each.data)} for each in stored.messages
        ],
        "files": dict(stored.files),
    }


@_taking
def message(request: HttpRequest) -> HttpResponse:
    """Add a message of the reporter. 409: somebody wrote first; fetch the case, sign again."""
    found = _found(request)
    place, epoch = (_number(request.POST.get(name, "")) for name in ("place", "epoch"))
    sealed = _age_file(request, "message")
    received, day = _attached(request), day_of(port.now())
    placed = intake.place_files(received, day)
    try:
        mailbox.append(found, place, epoch, sealed, day, files_in_place=placed)
    except mailbox.BehindError:
        intake.remove_unnamed(received)
        return _refused(_("Somebody wrote in this case meanwhile."), 409)
    return JsonResponse({"place": place})


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise RefusedError(json.dumps(text[:20]))
    return int(text)


@_taking
def file(request: HttpRequest) -> HttpResponse:
    """Return an attachment's age file to whoever has the case's receipt."""
    opened = mailbox.open_file(_found(request), _id(request.POST.get("file", "")))
    return FileResponse(opened, content_type="application/octet-stream")

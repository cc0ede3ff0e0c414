"""What a recipient's browser puts into a case: ciphertext, stored without a word of who sent it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.utils.translation import gettext as _

from scopeofduty.city.handling import keeping
from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.delivery import midnight
from scopeofduty.city.reports.framing import unframed
from scopeofduty.city.roster.current import current_roster
from scopeofduty.city.roster.keys import RefusedError
from scopeofduty.sealing.decoys import HEAD
from scopeofduty.sealing.epoch import decoy, wrap_count
from scopeofduty.sealing.padding import STEP
from scopeofduty.sealing.receipt import case_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

MESSAGE_MOST = 2_000_000
FILE_MOST = 128 * 1024 * 1024
ID = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")


def check_reads(case: str, key: str) -> None:
    """Let in whoever can read a case: they know the key that began it, and its id follows from that.

    A recipient who is named would otherwise see which cases are written in, and learn of one about them. The
    key is kept nowhere, and nothing else follows from it.

    Raises:
        NoCaseError: it isn't the key. Whether there is such a case isn't said.
    """
    if not HASH.fullmatch(key) or case_of(bytes.fromhex(key)) != case:
        raise mailbox.NoCaseError(case)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise RefusedError(_("“%(name)s” must be a whole number.") % {"name": name})
    return int(text)


def _data(request: HttpRequest, name: str = "data", most: int = MESSAGE_MOST) -> bytes:
    sent = request.FILES.get(name)
    if sent is None or sent.size > most:
        raise RefusedError(
            _("“%(name)s” is missing or larger than %(most)s bytes.") % {"name": name, "most": most}
        )
    return sent.read()


def _age(data: bytes) -> bytes:
    """Only age files are stored: what isn't encrypted is refused before anything is kept."""
    if not data.startswith(HEAD):
        raise RefusedError(_("Only age files are taken. Nothing was kept."))
    return data


def message(case: str, request: HttpRequest, on: date) -> None:
    """Add a message at its place."""
    mailbox.append(case, _number(request, "place"), _number(request, "epoch"), _age(_data(request)), on)


def epoch(case: str, request: HttpRequest, on: date) -> None:
    """Begin the next epoch; as many wraps as the roster asks for."""
    mailbox.begin_epoch(case, _number(request, "number"), _wraps(request), on)


def _wraps(request: HttpRequest) -> tuple[bytes, ...]:
    try:
        wraps = unframed(_data(request, "wraps"))
    except ValueError as error:
        raise RefusedError(_("The wraps are cut.")) from error
    if len(wraps) != wrap_count(current_roster()):
        raise RefusedError(_("An epoch has one wrap for each member of the roster, and one more."))
    return tuple(_age(wrap) for wrap in wraps)


def file(case: str, request: HttpRequest, on: date) -> None:
    """Add an attachment's age file."""
    id_, sent = request.POST.get("id", ""), request.FILES.get("data")
    if not ID.fullmatch(id_) or sent is None or sent.size > FILE_MOST:
        raise RefusedError(_("A file has an id of 32 hexadecimal digits and at most 128 MiB."))
    mailbox.case(case)
    with files.written_aside() as (path, target):
        for number, chunk in enumerate(sent.chunks()):
            target.write(chunk if number else _age(chunk))
    files.put_in_place(path, id_, midnight(on))
    mailbox.add_file(case, id_, sent.size, on)


def hearing(case: str, request: HttpRequest, on: date) -> None:
    """Begin a hearing: a case of its own, whose receipt the subject gets. No commitment goes with it."""
    hashes = [request.POST.get(name, "") for name in ("lookup_hash", "auth_hash")]
    if not ID.fullmatch(case) or not all(HASH.fullmatch(each) for each in hashes):
        raise RefusedError(_("This isn't the beginning of a case."))
    lookup, auth = (bytes.fromhex(each) for each in hashes)
    box = decoy(len(decoy(STEP)))
    sealed = _age(_data(request))
    try:
        new = mailbox.insert_case(mailbox.NewCase(case, lookup, auth, on, _wraps(request), sealed, box))
    except IntegrityError as error:  # another case's receipt
        raise RefusedError(_("This isn't the beginning of a case.")) from error
    if not new:
        raise RefusedError(_("This case is there already."))


def kept(case: str, request: HttpRequest, on: date) -> None:
    """Say from when a closed case may be purged."""
    keeping.keep(case, request.POST.get("kept", ""), on)


DOES: dict[str, Callable[[str, HttpRequest, date], None]] = {
    "message": message,
    "epoch": epoch,
    "file": file,
    "hearing": hearing,
    "keep": kept,
}

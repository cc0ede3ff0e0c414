"""The mailbox of sealed cases: what reporters and recipients put in, and what they take out.

Every function moves ciphertext. A case goes to all recipients alike, in a daily batch (see `delivery`) that
each of them fetches whole; `case` reads one case as it stands now, for its reporter or whoever writes in it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from scopeofduty.city.reports import files
from scopeofduty.city.reports.framing import framed, unframed
from scopeofduty.city.reports.models import Case, EpochWraps, IdentityBox, SealedFile, SealedMessage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import BinaryIO

    from django.db.models import QuerySet

NOBODY = bytes(32)


class BehindError(ValueError):
    """Somebody wrote in this case first. `missing` is what they wrote: read it, then sign again."""

    def __init__(self, missing: tuple[StoredMessage, ...]) -> None:
        super().__init__("somebody wrote in this case first; read it, then send again")
        self.missing = missing


class NoCaseError(LookupError):
    """There is no such case, or its wraps were destroyed."""


@dataclass(frozen=True)
class StoredEpoch:
    """The wraps of one epoch: age files."""

    number: int
    wraps: tuple[bytes, ...]


@dataclass(frozen=True)
class StoredMessage:
    """One age file of a case, maybe a decoy."""

    place: int
    epoch: int
    data: bytes


@dataclass(frozen=True)
class StoredCase:
    """Everything of a case that the asker may fetch."""

    id: str
    epochs: tuple[StoredEpoch, ...]
    messages: tuple[StoredMessage, ...]
    files: tuple[tuple[str, int], ...]
    """Id and size of each attachment's age file."""


def find(lookup: bytes, auth: bytes) -> str:
    """Return the id of the case that a receipt's `lookup` and `auth` open.

    A wrong receipt costs what a right one does: one look by a hash, two hashes compared in constant time.

    Raises:
        NoCaseError: no case is theirs. It isn't said whether there is one.
    """
    case = Case.objects.filter(lookup_hash=sha256(lookup).digest()).first()
    known = bytes(case.auth_hash) if case else NOBODY
    holds = hmac.compare_digest(sha256(auth).digest(), known)
    if case is None or not holds or case.purged_on:
        raise NoCaseError
    return case.id


def _epochs(rows: Iterable[EpochWraps]) -> tuple[StoredEpoch, ...]:
    return tuple(StoredEpoch(row.number, unframed(bytes(row.wraps))) for row in rows)


def _messages(rows: Iterable[SealedMessage]) -> tuple[StoredMessage, ...]:
    return tuple(StoredMessage(row.place, row.epoch, bytes(row.data)) for row in rows)


def case(id_: str) -> StoredCase:
    """Return one case as it stands now.

    Raises:
        NoCaseError: there is none.
    """
    found = Case.objects.filter(pk=id_, purged_on=None).first()
    if found is None:
        raise NoCaseError(id_)
    return StoredCase(
        found.id,
        _epochs(found.epochs.all()),
        _messages(found.messages.all()),
        tuple((file.id, file.size) for file in found.files.all()),
    )


def batch_days() -> list[date]:
    """Return the days of which there is a batch, oldest first."""
    return sorted(set(SealedMessage.objects.exclude(delivered=None).values_list("delivered", flat=True)))


def batch(day: date) -> tuple[StoredCase, ...]:
    """Return the batch of a day: new epochs and messages only. Only purged cases leave it."""
    epochs, messages = _by_case(EpochWraps.objects, day), _by_case(SealedMessage.objects, day)
    ids = sorted({*epochs, *messages})
    attached: dict[str, list[tuple[str, int]]] = {}
    for file in SealedFile.objects.filter(case_id__in=ids):
        attached.setdefault(file.case_id, []).append((file.id, file.size))
    return tuple(
        StoredCase(
            id_, _epochs(epochs.get(id_, ())), _messages(messages.get(id_, ())), tuple(attached.get(id_, ()))
        )
        for id_ in ids
    )


def _by_case(rows: QuerySet, day: date) -> dict[str, list]:
    found: dict[str, list] = {}
    for row in rows.filter(delivered=day):
        found.setdefault(row.case_id, []).append(row)
    return found


def identity_box(case_id: str) -> bytes:
    """Return a case's identity box, for a custodian.

    Raises:
        NoCaseError: there is no such case.
    """
    box = IdentityBox.objects.filter(case_id=case_id, case__purged_on=None).first()
    if box is None:
        raise NoCaseError(case_id)
    return bytes(box.data)


def open_file(case_id: str, file_id: str) -> BinaryIO:
    """Open an attachment's age file for reading.

    Raises:
        NoCaseError: the case has no such file.
    """
    if not SealedFile.objects.filter(pk=file_id, case_id=case_id, case__purged_on=None).exists():
        raise NoCaseError(case_id)
    return files.path_of(file_id).open("rb")


def append(
    case_id: str,
    place: int,
    epoch: int,
    data: bytes,
    day: date,
    *,
    files_in_place: Iterable[tuple[str, int]] = (),
) -> None:
    """Put a message, with its files, at a place of a case; the same bytes there again change nothing.

    Raises:
        BehindError: another message is there already.
        NoCaseError: there is no such case.
    """
    with transaction.atomic():
        _lock(case_id)
        there = _messages(SealedMessage.objects.filter(case_id=case_id, place__gte=place))
        if there:
            if there[0] == StoredMessage(place, epoch, data):
                return
            raise BehindError(there)
        if place != SealedMessage.objects.filter(case_id=case_id).count():
            raise BehindError(())
        SealedMessage.objects.create(case_id=case_id, place=place, epoch=epoch, data=data, day=day)
        for id_, size in files_in_place:
            SealedFile.objects.create(pk=id_, case_id=case_id, size=size, day=day)


def add_file(case_id: str, file_id: str, size: int, day: date) -> None:
    """Add the row of a file that `files.put_in_place` has put there; again changes nothing.

    Raises:
        NoCaseError: there is no such case, or the id belongs to another one.
    """
    with transaction.atomic():
        _lock(case_id)
        row, _new = SealedFile.objects.get_or_create(
            pk=file_id, defaults={"case_id": case_id, "size": size, "day": day}
        )
    if row.case_id != case_id:
        raise NoCaseError(case_id)


def begin_epoch(case_id: str, number: int, wraps: Sequence[bytes], day: date) -> None:
    """Begin the next epoch of a case; the same wraps again change nothing.

    Raises:
        BehindError: somebody began this epoch already, or the number doesn't follow.
        NoCaseError: there is no such case.
    """
    with transaction.atomic():
        _lock(case_id)
        there = EpochWraps.objects.filter(case_id=case_id, number=number).first()
        if there and bytes(there.wraps) == framed(wraps):
            return
        if there or number != EpochWraps.objects.filter(case_id=case_id).count():
            raise BehindError(())
        EpochWraps.objects.create(case_id=case_id, number=number, wraps=framed(wraps), day=day)


def _lock(case_id: str) -> Case:
    found = Case.objects.select_for_update().filter(pk=case_id, purged_on=None).first()
    if found is None:
        raise NoCaseError(case_id)
    return found


def destroy(case_id: str, day: date) -> None:
    """Purge a case: wraps, messages, files and identity box are gone, its id and days stay as a stub.

    Raises:
        NoCaseError: there is no such case.
    """
    with transaction.atomic():
        found = _lock(case_id)
        names = list(found.files.values_list("pk", flat=True))
        for rows in (found.epochs, found.messages, found.files):
            rows.all().delete()
        IdentityBox.objects.filter(case=found).delete()
        found.purged_on = day
        found.save(update_fields=["purged_on"])
        # Before the commit: a kill leaves rows whose files are gone, and the purge is run again.
        files.remove(names)


def insert_case(stored: NewCase, files_in_place: Iterable[tuple[str, int]] = ()) -> bool:
    """Put a new case in, whole, in one transaction; return False if its receipt's case is there already.

    `files_in_place`: id and size of each attachment's age file.

    Raises:
        IntegrityError: part of it belongs to another case.
    """
    try:
        with transaction.atomic():
            if Case.objects.filter(pk=stored.id).exists():
                return False
            _insert(stored, files_in_place)
    except IntegrityError:
        # The same report, sent twice at the same moment: the first is in, and that is the same report.
        if Case.objects.filter(pk=stored.id).exists():
            return False
        raise
    return True


@dataclass(frozen=True)
class NewCase:
    """What a report leaves with the server, beside its files and its commitment."""

    id: str
    lookup_hash: bytes
    auth_hash: bytes
    day: date
    wraps: tuple[bytes, ...]
    message: bytes
    identity_box: bytes


def _insert(stored: NewCase, files_in_place: Iterable[tuple[str, int]]) -> None:
    row = Case.objects.create(
        pk=stored.id, lookup_hash=stored.lookup_hash, auth_hash=stored.auth_hash, day=stored.day
    )
    EpochWraps.objects.create(case=row, number=0, wraps=framed(stored.wraps), day=stored.day)
    SealedMessage.objects.create(case=row, place=0, epoch=0, data=stored.message, day=stored.day)
    IdentityBox.objects.create(case=row, data=stored.identity_box)
    for id_, size in files_in_place:
        SealedFile.objects.create(pk=id_, case=row, size=size, day=stored.day)

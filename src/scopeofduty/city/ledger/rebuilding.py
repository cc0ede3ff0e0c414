"""Rebuilding after a loss: keys tell which envelopes were real, the escrow gives back what they held.

What is restored: the log's own state, every envelope, and the contacts, notices, completions and delays that
were sealed. What was never sealed (drafts, reviews, contacts without a duty of notice) comes from a backup
alone. What can't be restored turns publicly overdue, and an incident says so when its time has come.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from scopeofduty.city.ledger.beginning import HOLDER, publish_policy
from scopeofduty.city.ledger.book import Book
from scopeofduty.city.ledger.models import Entry, Log, Slot
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.ledger.restoring import Restored, is_contact, restore, restore_openings
from scopeofduty.city.ledger.saying import payload_of, read_record
from scopeofduty.city.ledger.ticks import ESCROW
from scopeofduty.ledger.checkpoint import Checkpoint
from scopeofduty.ledger.errors import LedgerError, MalformedError, ProofError
from scopeofduty.ledger.escrow import Escrow, escrow_hash
from scopeofduty.ledger.note import Note
from scopeofduty.ledger.rebuild import Found, survey
from scopeofduty.ledger.register import Facts, decode_entry
from scopeofduty.ledger.seeds import slot_nonce
from scopeofduty.ledger.slot import Cadence, SlotType, commitment
from scopeofduty.ledger.tiles import decode_bundle, read_entries
from scopeofduty.ledger.writer import CHECKPOINT, HEAD, PENDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from scopeofduty.ledger.slot import Place
    from scopeofduty.ledger.writer import LogWriter

FILES = ("slots", "register", "notice", "attachment")


@dataclass(frozen=True)
class Outcome:
    """How many envelopes were empty, given back, or lost, and the contacts that are there again."""

    ticks: int
    empty: int
    recovered: int
    lost: int
    contacts: int


def rebuild(
    *,
    at: datetime,
    mirror: Path | None = None,
    escrow: Path | None = None,
    holders: Sequence[X25519PrivateKey] = (),
) -> Outcome:
    """Restore the log's private state in a database that has none, in one transaction.

    Args:
        at: the moment.
        mirror: a copy of the log's public files, used where the city's own are gone or fewer.
        escrow: the folder with a file of ciphertexts a tick, as it was handed to a key-holder.
        holders: the private keys that key-holders lend; one is enough for a record.

    Raises:
        LedgerError: the files, the keys and the keepers don't agree, or there is nothing to rebuild.
    """
    if Log.objects.exists():
        raise MalformedError(
            "this database has a log: rebuild into a new one. Move the old one away first, and keep it"
        )
    if mirror:
        fetch(mirror)
    book, facts = _reopened()
    with transaction.atomic():
        book.log.save()
        restored = _fill(book, escrow or settings.LEDGER_FOLDER / ESCROW, holders)
        restore_openings(facts)
        _report(book, restored, at)
        publish_policy(book)
    slots = Slot.objects.count()
    contacts = len({entry.notice_id for entry in restored.entries.values()})
    return Outcome(
        ticks=slots // book.cadence.slots,
        empty=slots - len(restored.entries) - len(restored.lost),
        recovered=len(restored.entries),
        lost=len(restored.lost),
        contacts=contacts,
    )


def fetch(mirror: Path) -> None:
    """Copy a mirror's files over the city's own, unless the city's log is as long."""
    if _size(settings.LOG_FOLDER) >= _size(mirror):
        return
    for name in FILES:
        if (mirror / name).is_dir():
            shutil.copytree(mirror / name, settings.LOG_FOLDER / name, dirs_exist_ok=True)


def _size(folder: Path) -> int:
    try:
        return Checkpoint.parse(Note.parse((folder / "slots" / CHECKPOINT).read_bytes()).text).head.size
    except FileNotFoundError:
        return -1


def _reopened() -> tuple[Book, Facts]:
    """Return the log as its public files tell it, its writer ready to go on where it stopped."""
    try:
        note = Note.parse((settings.LOG_FOLDER / "slots" / CHECKPOINT).read_bytes())
    except FileNotFoundError as error:
        raise MalformedError(
            f"there is no log in {settings.LOG_FOLDER}; name a copy of it with --mirror FOLDER"
        ) from error
    cadence = Cadence.parse(Checkpoint.parse(note.text).origin)
    log = Log(
        name=cadence.name,
        period=cadence.period,
        slots=cadence.slots,
        first=cadence.first,
        began_at=datetime.fromtimestamp(0, UTC),
        terms={},
        closed_through=cadence.first - 1,
        seeds_through=cadence.first - 1,
    )
    book = Book(log)
    for writer in (book.publisher.slots, book.publisher.register):
        _take_over(writer)
    register = book.publisher.register
    entries = list(read_entries(register.public.read, register.head().size))
    facts = Facts.read(cadence, entries)
    log.terms = facts.terms_at(10**12).facts()
    log.holders = list(_holders(entries))
    log.began_at = datetime.fromtimestamp(facts.times[0], UTC)
    log.closed_through = max(facts.closes, default=cadence.first - 1)
    log.seeds_through = max(facts.seeds, default=cadence.first - 1)
    return Book(log), facts


def _take_over(writer: LogWriter) -> None:
    """Let a writer go on from the newest checkpoint, unless its state folder knows it already."""
    state = writer._state  # noqa: SLF001 — a rebuild is the one place that may set a writer's state aside
    note = Note.parse(writer.public.read(CHECKPOINT) or b"")
    known = state.read(HEAD)
    if known is not None and known.decode() == note.text:
        return
    for name in (HEAD, PENDING):
        state.remove(name)
    writer.adopt(note)


def _holders(entries: Iterable[bytes]) -> Iterable[dict[str, str]]:
    for entry in map(decode_entry, entries):
        if entry["kind"] == "key" and entry.get("what") == HOLDER:
            yield {"name": entry["name"], "key": entry["key"]}


def _fill(book: Book, escrow: Path, holders: Sequence[X25519PrivateKey]) -> Restored:
    """Write every envelope down again, with what the escrow gives back of it."""
    log = book.publisher.slots
    leaves = list(read_entries(log.public.read, log.head().size))
    chest = Chest(book, leaves, escrow, holders)
    found = survey(book.cadence, leaves, book.keys.seed, chest.record)
    restored = Restored()
    known = {each.place: read_record(each.record) for each in found if each.found is Found.RECOVERED}
    # Contacts first: an update names the envelope of its contact.
    for place in sorted(known, key=lambda place: (not is_contact(known[place]), known[place]["at"])):
        restore(restored, place, known[place])
    for each in found:
        entry = restored.entries.get(each.place)
        leaf = leaves[book.cadence.index(*each.place)]
        slot = Slot(tick=each.place[0], number=each.place[1], leaf=leaf, entry=entry)
        slot.lost = each.found is Found.LOST or (each.found is Found.RECOVERED and entry is None)
        slot.save()
        if entry:
            entry.slot = slot
        if slot.lost:
            restored.lost.append(each.place)
    _check(book, restored, leaves)
    return restored


def _check(book: Book, restored: Restored, leaves: Sequence[bytes]) -> None:
    """Take back as lost what isn't what was sealed; what was struck, cut or altered can't be published."""
    for place, entry in list(restored.entries.items()):
        fresh = Entry.objects.select_related("about__slot").get(pk=entry.pk)
        nonce = slot_nonce(book.keys.seed(place[0]), place[1])
        root = payload_of(book, fresh).root
        if leaves[book.cadence.index(*place)][:32] != commitment(
            book.cadence, place, nonce, SlotType(entry.kind), root
        ):
            Slot.objects.filter(tick=place[0], number=place[1]).update(entry=None, lost=True)
            restored.lost.append(place)
            del restored.entries[place]


class Chest:
    """The escrow as it was handed out, and the keys that are lent to open it."""

    def __init__(
        self, book: Book, leaves: Sequence[bytes], folder: Path, keys: Sequence[X25519PrivateKey]
    ) -> None:
        self.book, self.leaves, self.folder, self.keys = book, leaves, folder, keys

    def record(self, place: Place) -> bytes | None:
        """Return what one envelope held; None where no ciphertext, no key or no holder is there."""
        escrow, sealed = self.book.escrow, self._ciphertext(place)
        if escrow is None or sealed is None:
            return None
        leaf = self.leaves[self.book.cadence.index(*place)]
        if escrow_hash(sealed) != leaf[32:]:
            raise ProofError(f"the escrow of slot {place[0]}/{place[1]} isn't the one that was sealed")
        return next(filter(None, (self._opened(escrow, place, sealed, key) for key in self.keys)), None)

    def _opened(self, escrow: Escrow, place: Place, sealed: bytes, key: X25519PrivateKey) -> bytes | None:
        try:
            return escrow.open(*place, sealed, key)
        except LedgerError:
            return None

    def _ciphertext(self, place: Place) -> bytes | None:
        try:
            bundle = decode_bundle((self.folder / str(place[0])).read_bytes(), self.book.cadence.slots)
        except (FileNotFoundError, MalformedError):
            return None
        return bundle[place[1]]


def _report(book: Book, restored: Restored, at: datetime) -> None:
    """Enter the loss in the register: now that there was one, and each lost envelope once it is due."""
    through: dict[str, Any] = {
        "what": "database rebuilt",
        "through": book.cadence.place(Slot.objects.count() - 1)[0],
    }
    enter("incident", through, at=at, key=f"rebuilt/{at.isoformat()}")
    for tick, slot in sorted(restored.lost):
        due = datetime.fromtimestamp(book.cadence.end(tick) + book.terms.open_after, UTC)
        facts = {"what": "record lost", "tick": tick, "slot": slot}
        enter("incident", facts, at=max(at, due), key=f"lost/{tick}/{slot}")

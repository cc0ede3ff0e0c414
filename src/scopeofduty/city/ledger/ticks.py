"""The tick: by the clock, the same steps and the same queries whether nothing waits or more than fits.

Two jobs, each a transaction of its own: the first decides what the envelopes hold and writes it down, the
second signs and publishes what is written. A kill between them loses nothing and signs nothing twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

from scopeofduty.city.ledger.book import Book, folder, the_book
from scopeofduty.city.ledger.models import Entry, Slot
from scopeofduty.city.ledger.saying import fitted_record, payload_of
from scopeofduty.ledger.clockwork import append_tick
from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.seal import SealedTick, Waiting
from scopeofduty.ledger.slot import SlotType
from scopeofduty.ledger.terms import DAY
from scopeofduty.ledger.tiles import encode_bundle

ESCROW = "escrow"


class OldDatabaseError(LedgerError):
    """The database knows fewer ticks than the log has: a backup was restored. Nothing is signed."""


def tick_length() -> int:
    """Return the length of a tick in seconds; a day while no log was begun."""
    book = the_book()
    return book.cadence.period if book else DAY


def seal(window: datetime) -> None:
    """Write down the envelopes of every tick that has ended by ``window`` and isn't sealed yet, in order."""
    book = the_book()
    if book is not None:
        fill(book, window)


def fill(book: Book, window: datetime) -> None:
    """Fill the envelopes of every tick that has ended."""
    for tick in range(sealed_through(book) + 1, book.tick_at(window)):
        seal_tick(book, tick)


def sign(window: datetime) -> None:
    """Append what is sealed to the log, sign it, and ask the keepers to cosign.

    Raises:
        OldDatabaseError: the log has ticks that the database doesn't know.
        LedgerError: a keeper has seen more of the log than is here, or its files were changed.
    """
    book = the_book()
    if book is not None and append(book, window):
        book.cosign()


def append(book: Book, window: datetime) -> int:
    """Append what is sealed to the log and sign it; return how many ticks that were."""
    head = book.publisher.slots.head()
    through = book.cadence.first + head.size // book.cadence.slots - 1
    if through > sealed_through(book):
        raise OldDatabaseError(
            f"the log is sealed through tick {through}, and the database through {sealed_through(book)}:"
            " it is an old backup. Nothing was signed; run `duty log rebuild`"
        )
    due = range(through + 1, min(sealed_through(book) + 1, book.tick_at(window)))
    for tick in due:
        leaves = Slot.objects.filter(tick=tick).order_by("number").values_list("leaf", flat=True)
        written = SealedTick(tick, tuple(bytes(leaf) for leaf in leaves), (), {}, ())
        append_tick(book.publisher.slots, book.cadence, written)
    return len(due)


def sealed_through(book: Book) -> int:
    """Return the last tick whose envelopes are written down; the one before the first if none is."""
    return book.cadence.first - 1 + Slot.objects.count() // book.cadence.slots


def seal_tick(book: Book, tick: int) -> None:
    """Fill one tick's envelopes with what arrived before it ended, in order, and write them down.

    What doesn't fit stays in the queue for the next tick.
    """
    order = (book.publisher.order or book.keys.order)(tick, book.cadence.slots)
    queue = waiting(book, tick)[: book.cadence.slots]
    slots = [Slot(tick=tick, number=number) for number in range(book.cadence.slots)]
    held = []
    for entry, number in zip(queue, order, strict=False):
        # An update stands behind its contact in the queue: the contact has its place by now.
        slots[number].entry = entry
        entry.slot = slots[number]
        if entry.about_id in {each.pk for each, *_ in held}:
            entry.about = next(each for each, *_ in held if each.pk == entry.about_id)
        held.append((entry, _waiting(book, entry)))
    sealed = book.publisher.seal(tick, [each for _entry, each in held])
    for slot, leaf in zip(slots, sealed.entries, strict=True):
        slot.leaf = leaf
    _keep_escrow(sealed)
    Slot.objects.bulk_create(slots)


def waiting(book: Book, tick: int) -> list[Entry]:
    """Return what arrived before ``tick`` ended and has no envelope, oldest first."""
    end = datetime.fromtimestamp(book.cadence.end(tick), UTC)
    found = Entry.objects.filter(slot=None, at__lt=end).select_related(
        "about__slot",
        "notice__contact__recorded_by",
        "delay__asked_by",
        "delay__confirmed_by",
    )
    # One more than fits: the same query always, and it tells whether something is left.
    return list(found.order_by("at", "pk")[: book.cadence.slots + 1])


def _waiting(book: Book, entry: Entry) -> Waiting:
    kind = SlotType(entry.kind)
    return Waiting(entry.uid.hex, kind, payload_of(book, entry).root, fitted_record(book, entry))


def _keep_escrow(sealed: SealedTick) -> None:
    """Put the tick's ciphertexts where the key-holders fetch them; a tick run again writes them anew."""
    if any(sealed.bundle):
        folder(ESCROW).put(f"{sealed.tick}", encode_bundle(sealed.bundle))

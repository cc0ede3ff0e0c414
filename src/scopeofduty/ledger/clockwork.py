"""What the clock does: which ticks and closings are due, and what a window publishes, in one fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import HeadMovedError
from scopeofduty.ledger.register import Delay, close_entry, delay_entry, open_entry, seed_entry
from scopeofduty.ledger.seeds import KeyRing, seed_hash
from scopeofduty.ledger.states import notice_file, notice_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scopeofduty.ledger.checkpoint import Head
    from scopeofduty.ledger.note import Note
    from scopeofduty.ledger.payload import Payload
    from scopeofduty.ledger.seal import SealedTick
    from scopeofduty.ledger.slot import Cadence, Place, SlotType
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.terms import Terms
    from scopeofduty.ledger.writer import LogWriter

SEEDS_IN_ONE_ENTRY = 900


def due_ticks(cadence: Cadence, head: Head, now: int) -> range:
    """Ticks that have ended and aren't sealed yet, oldest first: after an outage, all that were missed."""
    return range(cadence.first + head.size // cadence.slots, cadence.tick_at(now))


def due_closings(cadence: Cadence, terms: Terms, closed_through: int, now: int) -> range:
    """Ticks to close at the window `now`; `closed_through` was closed last (``first - 1`` if none was)."""
    return range(closed_through + 1, cadence.tick_at(now - terms.open_after))


def append_tick(writer: LogWriter, cadence: Cadence, sealed: SealedTick) -> Note:
    """Append a sealed tick; it must be the next one."""
    head = writer.head()
    if head.size != cadence.index(sealed.tick, 0):
        place = cadence.place(head.size)[0]
        raise HeadMovedError(
            f"the next tick of {cadence.origin} is {place}, not {sealed.tick}; seal them in order"
        )
    return writer.append(head, sealed.entries)


@dataclass(frozen=True)
class Opening:
    """A slot to open in a window: its place, type, text, and its commitment's key."""

    place: Place
    type: SlotType
    payload: Payload
    nonce: bytes


@dataclass(frozen=True)
class Closing:
    """A tick to close: its seed, and type and root of each slot in slot order."""

    tick: int
    seed: bytes
    slots: tuple[tuple[SlotType, bytes], ...]


def window_entries(
    at: int,
    *,
    facts: Sequence[bytes] = (),
    openings: Iterable[Opening] = (),
    delays: Iterable[tuple[Place, Delay]] = (),
    closings: Iterable[Closing] = (),
) -> list[bytes]:
    """The register entries of one window: facts in their order, the rest by place, never by arrival."""
    opened = sorted(openings, key=lambda opening: opening.place)
    delayed = sorted(delays, key=lambda pair: (pair[0], pair[1].renewal))
    closed = sorted(closings, key=lambda closing: closing.tick)
    return [
        *facts,
        *(open_entry(at, one.place, one.type, one.payload.root, one.nonce) for one in opened),
        *(delay_entry(at, place, delay) for place, delay in delayed),
        *(close_entry(at, one.tick, one.seed, one.slots) for one in closed),
    ]


def put_notices(public: Folder, openings: Iterable[Opening]) -> None:
    """Write the notices' texts; do so before the window's entries announce them."""
    ordered = sorted(openings, key=lambda opening: opening.place)
    public.put_all((notice_path(one.place), notice_file(one.place, one.payload)) for one in ordered)


def announce_seeds(at: int, keys: KeyRing, first: int, count: int) -> list[bytes]:
    """Entries with the seed hashes of `count` ticks from `first` on; publish them before those ticks."""
    starts = range(first, first + count, SEEDS_IN_ONE_ENTRY)
    return [
        seed_entry(
            at,
            start,
            [seed_hash(keys.seed(t)) for t in range(start, min(start + SEEDS_IN_ONE_ENTRY, first + count))],
        )
        for start in starts
    ]

"""Day batches: 64 commitments a day whatever happened, shuffled, most of them decoys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import HASH_SIZE, exactly, parse_hex, take
from scopeofduty.sealing.errors import ClockError, MalformedError
from scopeofduty.sealing.shuffle import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZE = 64
DEPTH = 6
BOX_SIZE = 512
ENTRY_SIZE = HASH_SIZE + BOX_SIZE


@dataclass(frozen=True)
class Commitment:
    """One entry: a leaf that commits, and the box that lets its maker find and open it again."""

    leaf: bytes
    box: bytes

    def __post_init__(self) -> None:
        if (len(self.leaf), len(self.box)) != (HASH_SIZE, BOX_SIZE):
            raise MalformedError(
                f"a commitment has a leaf of {HASH_SIZE} bytes and a box of {BOX_SIZE}, "
                f"not {len(self.leaf)} and {len(self.box)}"
            )


def _leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


@dataclass(frozen=True)
class PublishedBatch:
    """What the public log says of one day: the register entry's facts."""

    day: date
    leaves: bytes
    """RFC 6962 root over the 64 leaves."""
    boxes: bytes
    """SHA-256 of the 64 boxes, one after the other."""

    def to_json(self) -> dict[str, Any]:
        """As facts of a register entry."""
        return {"day": self.day.isoformat(), "leaves": self.leaves.hex(), "boxes": self.boxes.hex()}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PublishedBatch:
        """Read the facts of a register entry."""
        what = "a day batch"
        exactly(value, frozenset({"day", "leaves", "boxes"}), what)
        leaves, boxes = (parse_hex(value[part], HASH_SIZE, part) for part in ("leaves", "boxes"))
        return cls(parse_day(take(value, "day", str, what)), leaves, boxes)


def parse_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise MalformedError("a day is written YYYY-MM-DD")
    return day


@dataclass(frozen=True)
class DayBatch:
    """The commitments of one day (UTC), exactly 64."""

    day: date
    entries: tuple[Commitment, ...]

    def __post_init__(self) -> None:
        if len(self.entries) != SIZE:
            raise MalformedError(f"a day batch has {SIZE} commitments, not {len(self.entries)}")

    def _levels(self) -> list[list[bytes]]:
        levels = [[_leaf_hash(entry.leaf) for entry in self.entries]]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([_node_hash(*below[at : at + 2]) for at in range(0, len(below), 2)])
        return levels

    @property
    def published(self) -> PublishedBatch:
        """What goes into the public log."""
        boxes = hashlib.sha256(b"".join(entry.box for entry in self.entries)).digest()
        return PublishedBatch(self.day, self._levels()[-1][0], boxes)

    def path(self, index: int) -> tuple[bytes, ...]:
        """The six hashes that lead from one leaf to the root, the nearest first."""
        return tuple(level[index >> depth ^ 1] for depth, level in enumerate(self._levels()[:-1]))

    def to_bytes(self) -> bytes:
        """The public file: 64 times leaf and box, 34,816 bytes on every day."""
        return b"".join(entry.leaf + entry.box for entry in self.entries)

    @classmethod
    def from_bytes(cls, data: bytes, published: PublishedBatch) -> DayBatch:
        """Read the public file. Raises `ClockError` if it isn't what the public log says."""
        if len(data) != SIZE * ENTRY_SIZE:
            raise MalformedError(f"a day batch has {SIZE * ENTRY_SIZE} bytes, not {len(data)}")
        rows = (data[at : at + ENTRY_SIZE] for at in range(0, len(data), ENTRY_SIZE))
        batch = cls(published.day, tuple(Commitment(row[:HASH_SIZE], row[HASH_SIZE:]) for row in rows))
        if batch.published != published:
            raise ClockError(f"this file isn't the batch of {published.day} that the public log holds")
        return batch


def make_batch(
    day: date, waiting: Sequence[Commitment], random: Callable[[int], bytes]
) -> tuple[DayBatch, tuple[Commitment, ...]]:
    """The day's batch of what waits, the first come first, and what waits for the next day."""
    entries = filled(waiting[:SIZE], SIZE, lambda: Commitment(random(HASH_SIZE), random(BOX_SIZE)), random)
    return DayBatch(day, entries), tuple(waiting[SIZE:])


def root_from(leaf: bytes, index: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf, its place and its path give."""
    if not 0 <= index < SIZE or len(path) != DEPTH:
        raise ClockError(f"a place is 0 to {SIZE - 1} and a path has {DEPTH} hashes")
    at = _leaf_hash(leaf)
    for depth, other in enumerate(path):
        at = _node_hash(other, at) if index >> depth & 1 else _node_hash(at, other)
    return at

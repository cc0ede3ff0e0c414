"""Slots: the city's identical envelopes, their places in time, and what is written on them.

The cadence stands in the log's own origin, ``<name>/<period>/<slots>/<first>``, so that the signature over a
checkpoint, and the hash in every commitment, cover it: no reader has to take it from anywhere else.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from scopeofduty.ledger.checkpoint import parse_decimal
from scopeofduty.ledger.errors import MalformedError

COMMITMENT_LABEL = b"scopeofduty/slot/v1\0"
KEY_SIZE = 32
NO_PAYLOAD = bytes(32)
MAX_SLOTS = 1024

Place = tuple[int, int]
"""Tick and slot."""

SLOTS, REGISTER = "slots", "register"
"""The two logs: their folders below a ledger's prefix."""


class SlotType(IntEnum):
    """What an envelope holds. Bound into its commitment, so that a notice can't pose as an empty one."""

    DUMMY = 0
    CONTACT = 1
    UPDATE = 2
    DELAY = 3
    LATE_CONTACT = 4


@dataclass(frozen=True)
class Cadence:
    """How often a log seals, and how many envelopes: period in seconds, slots a tick, first tick.

    Tick ``t`` covers the Unix times ``[t·period, (t+1)·period)`` and is sealed when it has ended.
    """

    name: str
    period: int
    slots: int
    first: int

    def __post_init__(self) -> None:
        if self.period < 1 or not 1 <= self.slots <= MAX_SLOTS or self.first < 0:
            raise MalformedError(
                f"a cadence of {self.slots} slots each {self.period} s from tick {self.first} can't be; "
                f"expected a period of 1 s or more and 1 to {MAX_SLOTS} slots"
            )

    @classmethod
    def parse(cls, origin: str) -> Cadence:
        """Read an origin such as ``log.city.example/slots/86400/8/20454``."""
        parts = origin.rsplit("/", 3)
        if len(parts) != 4 or not parts[0]:
            raise MalformedError(
                f"the origin {origin!r} isn't a slot log's; expected name/period/slots/first"
            )
        period, slots, first = (parse_decimal(part, "origin") for part in parts[1:])
        return cls(parts[0], period, slots, first)

    @cached_property
    def origin(self) -> str:
        """The name of the log, as its checkpoints carry it."""
        return f"{self.name}/{self.period}/{self.slots}/{self.first}"

    @property
    def register_origin(self) -> str:
        """The name of the register that goes with this log."""
        return f"{self.name}/{REGISTER}"

    @cached_property
    def origin_hash(self) -> bytes:
        """SHA-256 of the origin."""
        return sha256(self.origin.encode()).digest()

    def tick_at(self, time: int) -> int:
        """The tick that a Unix time falls in."""
        return time // self.period

    def end(self, tick: int) -> int:
        """Unix time at which a tick ends and is sealed."""
        return (tick + 1) * self.period

    def index(self, tick: int, slot: int) -> int:
        """Index of a slot's entry in the log."""
        if tick < self.first or not 0 <= slot < self.slots:
            raise MalformedError(
                f"there is no slot {tick}/{slot}: ticks begin at {self.first}, {self.slots} slots each"
            )
        return (tick - self.first) * self.slots + slot

    def place(self, index: int) -> tuple[int, int]:
        """Tick and slot of an entry."""
        return self.first + index // self.slots, index % self.slots

    def size_through(self, tick: int) -> int:
        """Size of the log once `tick` is sealed."""
        return max(0, (tick + 1 - self.first) * self.slots)


# (cadence, place, nonce, type, payload root) → commitment: a port, so that a test can pass an ideal one.
Commit = Callable[[Cadence, Place, bytes, SlotType, bytes], bytes]


def commitment(cadence: Cadence, place: Place, nonce: bytes, kind: SlotType, payload_root: bytes) -> bytes:
    """HMAC-SHA256 over a slot, its type and its payload's root; hides and binds them. 32 bytes."""
    if len(nonce) != KEY_SIZE or len(payload_root) != len(NO_PAYLOAD):
        raise MalformedError(
            f"a nonce and a payload root have 32 bytes each, not {len(nonce)} and {len(payload_root)}"
        )
    if kind is SlotType.DUMMY and payload_root != NO_PAYLOAD:
        raise MalformedError("an empty slot's payload root is 32 zero bytes")
    tick, slot = place
    bound = tick.to_bytes(8) + slot.to_bytes(2) + kind.to_bytes(1) + payload_root
    return hmac.digest(nonce, COMMITMENT_LABEL + cadence.origin_hash + bound, "sha256")

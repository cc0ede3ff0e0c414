"""Sealing a tick: always the same number of envelopes, by the same steps, however many are empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat

from scopeofduty.ledger.escrow import escrow_hash
from scopeofduty.ledger.seeds import Order, slot_filler, slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, Cadence, Commit, SlotType, commitment

# (tick, slot, record) → ciphertext of constant size: `Escrow.seal`, or a port's.
SealEscrow = Callable[[int, int, bytes], bytes]


@dataclass(frozen=True)
class Waiting:
    """Something to seal: its private id, its type, its payload's root, and the record for the escrow."""

    id: str
    type: SlotType
    payload_root: bytes
    record: bytes


EMPTY = Waiting("", SlotType.DUMMY, NO_PAYLOAD, b"")


@dataclass(frozen=True)
class SealedTick:
    """A tick's entries for the log, the escrow bundle (one ciphertext a slot), and where each id went."""

    tick: int
    entries: tuple[bytes, ...]
    bundle: tuple[bytes, ...]
    placed: Mapping[str, int]
    """Private id → slot. Never public."""
    left: tuple[Waiting, ...]
    """What didn't fit and waits for the next tick, in order; staff are told how many."""


def seal_tick(
    cadence: Cadence,
    tick: int,
    queue: Sequence[Waiting],
    seed: bytes,
    order: Order,
    *,
    escrow: SealEscrow | None = None,
    commit: Commit = commitment,
) -> SealedTick:
    """Seal the first of `queue` (arrival order) into the tick's slots, empty ones in the rest."""
    slots = order(tick, cadence.slots)
    entries, bundle = [b""] * cadence.slots, [b""] * cadence.slots
    for slot, item in zip(slots, chain(queue[: cadence.slots], repeat(EMPTY)), strict=False):
        nonce, filler = slot_nonce(seed, slot), slot_filler(seed, slot)
        committed = commit(cadence, (tick, slot), nonce, item.type, item.payload_root)
        if escrow is not None:
            bundle[slot] = escrow(tick, slot, item.record)
            filler = escrow_hash(bundle[slot])
        entries[slot] = committed + filler
    placed = {item.id: slot for slot, item in zip(slots, islice(queue, cadence.slots), strict=False)}
    return SealedTick(tick, tuple(entries), tuple(bundle), placed, tuple(queue[cadence.slots :]))

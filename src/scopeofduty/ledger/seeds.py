"""The secrets behind the slots: a seed a tick, the slot order, the salts. All derived, none chosen freely.

HKDF is RFC 5869 with SHA-256, no salt, 32 bytes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.slot import KEY_SIZE, Cadence

# (tick, number of slots) → the slot of each arrival: a port, so that a test can couple two histories.
Order = Callable[[int, int], Sequence[int]]


def derive(key: bytes, label: str, *parts: bytes) -> bytes:
    """HKDF of a 32-byte key; `label` keeps the uses apart."""
    if len(key) != KEY_SIZE:
        raise MalformedError(f"a key has {KEY_SIZE} bytes, this one has {len(key)}")
    info = f"scopeofduty/{label}/v1\0".encode() + b"".join(parts)
    return HKDF(SHA256(), KEY_SIZE, None, info).derive(key)


def slot_nonce(seed: bytes, slot: int) -> bytes:
    """The key of one slot's commitment."""
    return derive(seed, "nonce", slot.to_bytes(2))


def slot_filler(seed: bytes, slot: int) -> bytes:
    """What stands in a leaf instead of an escrow hash, in a city without escrow."""
    return derive(seed, "filler", slot.to_bytes(2))


def seed_hash(seed: bytes) -> bytes:
    """SHA-256 of a seed, published before its tick begins."""
    return sha256(seed).digest()


@dataclass(frozen=True, repr=False)
class LedgerKeys:
    """Three secrets of 32 bytes. The seeds are published tick by tick; order and salts never are."""

    cadence: Cadence
    seed_key: bytes
    order_key: bytes
    salt_key: bytes

    def __post_init__(self) -> None:
        keys = (self.seed_key, self.order_key, self.salt_key)
        if any(len(key) != KEY_SIZE for key in keys):
            raise MalformedError(f"each of the ledger's keys has exactly {KEY_SIZE} bytes")
        if len(set(keys)) < len(keys):
            raise MalformedError("the ledger's three keys must differ")

    def __repr__(self) -> str:
        return f"<LedgerKeys {self.cadence.origin}>"

    def seed(self, tick: int) -> bytes:
        """The seed of one tick."""
        return derive(self.seed_key, "seed", self.cadence.origin_hash, tick.to_bytes(8))

    def order(self, tick: int, slots: int) -> list[int]:
        """A uniformly random order of the tick's slots: Fisher-Yates, each draw free of modulo bias."""
        order, draws = list(range(slots)), self._draws(tick)
        for last in range(slots - 1, 0, -1):
            fair = (1 << 32) // (last + 1) * (last + 1)
            drawn = next(draw for draw in draws if draw < fair) % (last + 1)
            order[last], order[drawn] = order[drawn], order[last]
        return order

    def _draws(self, tick: int) -> Iterator[int]:
        place = self.cadence.origin_hash + tick.to_bytes(8)
        for block in count():
            data = derive(self.order_key, "order", place, block.to_bytes(4))
            yield from (int.from_bytes(data[i : i + 4]) for i in range(0, KEY_SIZE, 4))

    def salt(self, record: bytes, number: int) -> bytes:
        """The salt of one field of one record, named by a private id."""
        return derive(self.salt_key, "salt", len(record).to_bytes(2), record, number.to_bytes(2))


@dataclass(frozen=True)
class KeyRing:
    """Keys in turn: from which tick on each is used. A new pair is added before its first tick begins."""

    turns: tuple[tuple[int, LedgerKeys], ...]

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.turns]
        if not starts or starts != sorted(set(starts)):
            raise MalformedError(
                "a key ring needs at least one key, and each key a later first tick than the last"
            )

    def at(self, tick: int) -> LedgerKeys:
        """The keys in use at `tick`."""
        found = [keys for start, keys in self.turns if start <= tick]
        if not found:
            raise MalformedError(f"no key is in use at tick {tick}; the first begins at {self.turns[0][0]}")
        return found[-1]

    def seed(self, tick: int) -> bytes:
        """The seed of one tick, from the keys in use then."""
        return self.at(tick).seed(tick)

    def order(self, tick: int, slots: int) -> list[int]:
        """The slot order of one tick, from the keys in use then."""
        return self.at(tick).order(tick, slots)

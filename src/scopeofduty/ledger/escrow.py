"""Escrow: copies of the records for named key-holders, of one size whether a slot is empty or not.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305, from `cryptography`.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from scopeofduty.ledger.errors import MalformedError, ProofError

if TYPE_CHECKING:
    from scopeofduty.ledger.slot import Cadence

DEFAULT_SIZE = 8192
_LENGTH = 4
_OVERHEAD = 48
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _context(cadence: Cadence, tick: int, slot: int) -> bytes:
    return b"scopeofduty/escrow/v1\0" + cadence.origin_hash + tick.to_bytes(8) + slot.to_bytes(2)


@dataclass(frozen=True)
class Escrow:
    """The key-holders, in the ordinance's order, and the room for one record in bytes."""

    cadence: Cadence
    holders: tuple[bytes, ...]
    """X25519 public keys, 32 bytes each."""
    size: int = DEFAULT_SIZE

    def __post_init__(self) -> None:
        if not self.holders:
            raise MalformedError("an escrow needs at least one key-holder; leave the escrow out instead")

    def check_fits(self, record: bytes) -> None:
        """Raise `MalformedError` if a record is too long. Ask at intake, so that no tick fails on it."""
        if len(record) > self.size - _LENGTH:
            raise MalformedError(
                f"the record has {len(record)} bytes; the escrow has room for {self.size - _LENGTH}"
            )

    def seal(self, tick: int, slot: int, record: bytes) -> bytes:
        """One ciphertext for all holders; the record of an empty slot is ``b""``."""
        self.check_fits(record)
        plain = len(record).to_bytes(_LENGTH) + record.ljust(self.size - _LENGTH, b"\0")
        context = _context(self.cadence, tick, slot)
        keys = [X25519PublicKey.from_public_bytes(holder) for holder in self.holders]
        return b"".join(_SUITE.encrypt(plain, key, info=context) for key in keys)

    def open(self, tick: int, slot: int, sealed: bytes, private: X25519PrivateKey) -> bytes:
        """The record that a holder reads; ``b""`` for an empty slot."""
        part = self.size + _OVERHEAD
        public = private.public_key().public_bytes_raw()
        if public not in self.holders or len(sealed) != part * len(self.holders):
            raise ProofError("that key isn't one of the holders', or the ciphertext is of another escrow")
        at = self.holders.index(public) * part
        try:
            plain = _SUITE.decrypt(sealed[at : at + part], private, info=_context(self.cadence, tick, slot))
        except InvalidTag as error:
            raise ProofError(
                f"the escrow of slot {tick}/{slot} was altered, or belongs to another slot"
            ) from error
        return plain[_LENGTH : _LENGTH + int.from_bytes(plain[:_LENGTH])]


def escrow_hash(sealed: bytes) -> bytes:
    """What a leaf carries of an escrow ciphertext."""
    return sha256(sealed).digest()

"""A reporter's receipt: one 128-bit secret, from which every key of a case derives."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scopeofduty.sealing import words
from scopeofduty.sealing.bech32 import age_identity
from scopeofduty.sealing.envelope import recipient_of
from scopeofduty.sealing.errors import ReceiptError
from scopeofduty.sealing.signing import Signer

if TYPE_CHECKING:
    from collections.abc import Callable

SALT = b"scopeofduty/receipt/v1"
MAX_ACTIVITY = 2**32 - 1


@dataclass(frozen=True)
class Receipt:
    """The secret a reporter keeps. Its text form says nothing about it."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != words.SECRET_SIZE:
            raise ReceiptError(f"a receipt's secret has {words.SECRET_SIZE} bytes, not {len(self.secret)}")

    @classmethod
    def make(cls, random: Callable[[int], bytes]) -> Receipt:
        """A new receipt; `random` gives that many secret bytes (`os.urandom`)."""
        return cls(random(words.SECRET_SIZE))

    @classmethod
    def read(cls, text: str, language: str | None = None) -> Receipt:
        """The receipt that twelve typed words stand for; see `words.read`."""
        return cls(words.read(text, language))

    def spell(self, language: str) -> tuple[str, ...]:
        """Its twelve words, in ``en`` or ``es``."""
        return words.spell(self.secret, language)

    def derive(self, label: str) -> bytes:
        """32 bytes for one use: HKDF-SHA256 (RFC 5869) with the label as its info."""
        return HKDF(SHA256(), 32, SALT, label.encode("ascii")).derive(self.secret)

    def derive_for(self, label: str, activity: int) -> bytes:
        """32 bytes for one use in one protected activity: a case may have several, numbered from 0."""
        if not 0 <= activity <= MAX_ACTIVITY:
            raise ReceiptError(f"a protected activity has a number from 0 to {MAX_ACTIVITY}, not {activity}")
        return self.derive(f"{label}/{activity}")

    @property
    def identity(self) -> str:
        """The reporter's age identity, ``AGE-SECRET-KEY-1...``."""
        return age_identity(self.derive("age-x25519"))

    @property
    def recipient(self) -> str:
        """Its public part, ``age1...``."""
        return recipient_of(self.identity)

    @property
    def signer(self) -> Signer:
        """Signs the reporter's messages (Ed25519)."""
        return Signer(self.derive("sign-ed25519"))

    @property
    def lookup(self) -> bytes:
        """What the reporter sends to find the case again."""
        return self.derive("lookup")

    @property
    def auth(self) -> bytes:
        """What the reporter sends, beside `lookup`, to be let in."""
        return self.derive("auth")

    @property
    def stored(self) -> StoredReceipt:
        """All that a server keeps of it."""
        return StoredReceipt(hashlib.sha256(self.lookup).digest(), hashlib.sha256(self.auth).digest())

    @property
    def case(self) -> str:
        """The case's id, 32 hexadecimal digits: the beginning of a hash of the reporter's public key.

        So nobody who lacks the receipt can begin epoch 0 of this case.
        """
        return case_of(self.signer.public)


@dataclass(frozen=True)
class StoredReceipt:
    """Two SHA-256 hashes of 256-bit values: neither the receipt nor a log-in comes back out of them."""

    lookup_hash: bytes
    auth_hash: bytes

    def admits(self, lookup: bytes, auth: bytes) -> bool:
        """Whether these two belong to this receipt, compared in constant time."""
        found = hmac.compare_digest(hashlib.sha256(lookup).digest(), self.lookup_hash)
        return hmac.compare_digest(hashlib.sha256(auth).digest(), self.auth_hash) and found


def case_of(reporter: bytes) -> str:
    """The id of the case that the holder of this Ed25519 public key began."""
    return hashlib.sha256(b"scopeofduty/case/v1\0" + reporter).hexdigest()[:32]


def places_to_confirm(random: Callable[[int], bytes]) -> tuple[int, int]:
    """Two different places (1 to 12, in order) whose words the reporter types back."""
    while True:
        first, second = (byte % words.COUNT + 1 for byte in random(2))
        if first != second:
            return (min(first, second), max(first, second))

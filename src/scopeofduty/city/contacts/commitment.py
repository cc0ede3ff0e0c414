"""The commitment port: what binds a revision to its values without showing them. Frozen as version 1.

For each field that has a value, in the order of their ids::

    leaf_f = HMAC-SHA256(key = salt_f[32], f ‖ 0x00 ‖ canonical JSON of the value)        RFC 2104, RFC 8785
    root   = RFC 6962 Merkle root over the leaves
    C      = HMAC-SHA256(key = nonce[32], "scopeofduty/contact/1" ‖ 0x00 ‖ number:u64be ‖ seq:u32be ‖ root)
    digest = SHA-256(canonical JSON of {at, author, commitment, number, previous, seq})

Salts and nonce are 32 random bytes each. To withhold or erase a field, drop its value and salt and keep its
leaf: the others still verify, and nobody can guess the value from the leaf. ``C`` is what gets sealed.
Another version may come to stand beside this one; this one never changes.
"""

from __future__ import annotations

import hmac
import secrets
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import rfc8785

from scopeofduty.ledger.tree import leaf_hash, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DOMAIN = b"scopeofduty/contact/1\0"
SIZE = 32


class Commitment(Protocol):
    """Anything that binds a revision: hiding (without the salts nothing is learned) and binding."""

    def leaf(self, salt: bytes, name: str, value: Any) -> bytes:
        """Return the 32-byte leaf of one field; ``value`` is a JSON value."""

    def commit(self, nonce: bytes, number: int, seq: int, root: bytes) -> bytes:
        """Return the 32-byte commitment to the revision ``seq`` of contact ``number``."""


class HmacCommitment:
    """The real one."""

    def leaf(self, salt: bytes, name: str, value: Any) -> bytes:
        """Return HMAC-SHA256 of name and canonical value under the salt."""
        return hmac.digest(_checked(salt, "salt"), name.encode() + b"\0" + rfc8785.dumps(value), "sha256")

    def commit(self, nonce: bytes, number: int, seq: int, root: bytes) -> bytes:
        """Return HMAC-SHA256 of place and root under the nonce."""
        return hmac.digest(
            _checked(nonce, "nonce"), DOMAIN + struct.pack(">QI", number, seq) + root, "sha256"
        )


@dataclass
class IdealCommitment:
    """For tests: what it returns depends on the place alone, so it hides; it remembers, so it binds."""

    opened: dict[bytes, tuple[Any, ...]] = field(default_factory=dict)

    def leaf(self, salt: bytes, name: str, value: Any) -> bytes:
        """Return bytes that say only how many leaves were asked for before."""
        return self._token(b"leaf", (salt, name, rfc8785.dumps(value)))

    def commit(self, nonce: bytes, number: int, seq: int, root: bytes) -> bytes:
        """Return bytes that say only the place."""
        return self._token(struct.pack(">QI", number, seq), (nonce, number, seq, root))

    def _token(self, kind: bytes, content: tuple[Any, ...]) -> bytes:
        known = next((token for token, held in self.opened.items() if held == content), None)
        token = known or (kind.ljust(SIZE - 8, b".") + struct.pack(">Q", len(self.opened)))
        self.opened[token] = content
        return token


HMAC = HmacCommitment()


@dataclass(frozen=True)
class Bound:
    """What a revision keeps of its commitment; every value in hex."""

    salts: dict[str, str]
    leaves: dict[str, str]
    nonce: str
    commitment: str


def bind(
    values: Mapping[str, Any],
    *,
    number: int,
    seq: int,
    commitment: Commitment = HMAC,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Bound:
    """Commit to ``values`` as revision ``seq`` of contact ``number``, under fresh salts."""
    names = sorted(values)
    salts = {name: random(SIZE) for name in names}
    leaves = {name: commitment.leaf(salts[name], name, values[name]) for name in names}
    nonce = random(SIZE)
    sealed = commitment.commit(nonce, number, seq, _root(leaves))
    return Bound(_hex(salts), _hex(leaves), nonce.hex(), sealed.hex())


def verifies(
    bound: Bound, values: Mapping[str, Any], *, number: int, seq: int, commitment: Commitment = HMAC
) -> bool:
    """Say whether ``values`` (fewer than committed to, where some were struck) are what was committed to."""
    leaves = {name: bytes.fromhex(leaf) for name, leaf in bound.leaves.items()}
    shown = set(values) == set(bound.salts) and all(
        name in leaves
        and hmac.compare_digest(commitment.leaf(bytes.fromhex(bound.salts[name]), name, value), leaves[name])
        for name, value in values.items()
    )
    sealed = commitment.commit(bytes.fromhex(bound.nonce), number, seq, _root(leaves))
    return shown and hmac.compare_digest(sealed.hex(), bound.commitment)


def _root(leaves: Mapping[str, bytes]) -> bytes:
    return root_of(leaf_hash(leaves[name]) for name in sorted(leaves))


def _hex(values: Mapping[str, bytes]) -> dict[str, str]:
    return {name: value.hex() for name, value in values.items()}


def _checked(key: bytes, what: str) -> bytes:
    # HMAC pads shorter keys: two lengths of one key would then be one key.
    if len(key) != SIZE:
        message = f"a {what} has exactly {SIZE} bytes, and this one has {len(key)}"
        raise ValueError(message)
    return key

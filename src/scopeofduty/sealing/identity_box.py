"""The identity box: who an anonymous reporter is, opened only by two custodians together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import canonical, exactly, take
from scopeofduty.sealing.envelope import seal, unseal
from scopeofduty.sealing.errors import MalformedError
from scopeofduty.sealing.padding import pad_text

if TYPE_CHECKING:
    from collections.abc import Mapping


# Unicode's White_Space, written out: a browser's idea of it differs from Python's.
_SPACES = re.compile(r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


@dataclass(frozen=True)
class Identity:
    """How a person names themselves, as typed; spaces and Unicode form are settled, nothing else."""

    name: str
    position: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        for part in ("name", "position", "contact"):
            pieces = _SPACES.split(unicodedata.normalize("NFC", getattr(self, part)))
            settled = " ".join(piece for piece in pieces if piece)
            object.__setattr__(self, part, settled)
        if not self.name:
            raise MalformedError("an identity has a name")

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {"name": self.name, "position": self.position, "contact": self.contact}

    def to_bytes(self) -> bytes:
        """Canonical JSON: what the retaliation clock commits to."""
        return canonical(self.to_json())

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Identity:
        """Read one."""
        what = "an identity"
        exactly(value, frozenset({"name", "position", "contact"}), what)
        return cls(*(take(value, part, str, what) for part in ("name", "position", "contact")))


def seal_identity_box(plain: bytes, first: str, second: str) -> bytes:
    """Encrypt for the first custodian, and that for the second: age in age.

    `plain` is a signed message of the reporter (`Signed.to_bytes`) whose body holds the identity.
    """
    if first == second:
        raise MalformedError("an identity box needs two custodians, with a key each")
    return seal(seal(pad_text(plain), first), second)


def open_outer(box: bytes, second: str) -> bytes:
    """The second custodian's step: takes off the outer envelope and still reads nothing."""
    return unseal(box, second)


def open_inner(inner: bytes, first: str) -> bytes:
    """The first custodian's step, after the second's: the signed message; see `message.read_message`."""
    return unseal(inner, first)

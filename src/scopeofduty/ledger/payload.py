"""What a notice says: fifteen public fields, each under its own salt, and one root over the rest.

Because each field is salted, one can be withheld, or struck later, while the others still verify.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from scopeofduty.ledger.errors import MalformedError, ProofError
from scopeofduty.ledger.slot import KEY_SIZE
from scopeofduty.ledger.tree import leaf_hash, root_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.ledger.seeds import LedgerKeys

FIELDS = (
    "event",
    "about",
    "week",
    "place",
    "agency",
    "domain",
    "request",
    "instrument",
    "answer",
    "section",
    "given",
    "minutes",
    "people",
    "reason",
    "until",
)
"""The public fields, in order. `about` names another slot as ``tick/slot``; what doesn't apply is ""."""
REST = "rest"
MAX_VALUE = 400
MAX_COUNT_SHOWN_AS_FEW = 5


def salted(salt: bytes, name: str, value: bytes) -> bytes:
    """HMAC-SHA256 of one field under its salt, 32 bytes."""
    if len(salt) != KEY_SIZE:
        raise MalformedError(f"the salt of {name} has {len(salt)} bytes, not {KEY_SIZE}")
    return hmac.digest(salt, name.encode() + b"\0" + value, "sha256")


@dataclass(frozen=True)
class Field:
    """One public field: with value and salt when shown, with its digest alone when withheld."""

    name: str
    value: str | None
    salt: bytes | None
    digest: bytes

    def withheld(self) -> Field:
        """The same field without value and salt: what is left once it is struck."""
        return Field(self.name, None, None, self.digest)


def shown(name: str, value: str, salt: bytes) -> Field:
    """A field with its value, which has at most 400 characters, none of them a control character."""
    if len(value) > MAX_VALUE or not value.isprintable():
        raise MalformedError(
            f"the field {name} is longer than {MAX_VALUE} characters, or has a control character"
        )
    return Field(name, value, salt, salted(salt, name, value.encode()))


@dataclass(frozen=True)
class Payload:
    """The fifteen fields in order, and the digest of the sixteenth leaf."""

    fields: tuple[Field, ...]
    rest: bytes

    def __post_init__(self) -> None:
        names = tuple(field.name for field in self.fields)
        if names != FIELDS:
            raise MalformedError(
                f"a notice has the fields {', '.join(FIELDS)}, in this order; got {', '.join(names)}"
            )
        if len(self.rest) != KEY_SIZE:
            raise MalformedError(f"the digest of the rest has {KEY_SIZE} bytes, not {len(self.rest)}")

    @property
    def root(self) -> bytes:
        """RFC 6962 root over the sixteen salted leaves: what a slot commits to."""
        return root_of(leaf_hash(digest) for digest in (*(field.digest for field in self.fields), self.rest))

    def __getitem__(self, name: str) -> str | None:
        return self.fields[FIELDS.index(name)].value

    @property
    def withheld(self) -> frozenset[str]:
        """Names of the fields that don't show their value."""
        return frozenset(field.name for field in self.fields if field.value is None)

    def without(self, name: str) -> Payload:
        """The same payload with one field struck; its root stays."""
        if name not in FIELDS:
            raise MalformedError(f"a notice has no field {name!r}; it has {', '.join(FIELDS)}")
        return Payload(tuple(f.withheld() if f.name == name else f for f in self.fields), self.rest)

    def facts(self) -> dict[str, Any]:
        """As JSON values, for a notice's file and a proof's extra line."""
        fields = [
            {"name": field.name, "digest": field.digest.hex()}
            if field.value is None or field.salt is None
            else {"name": field.name, "value": field.value, "salt": field.salt.hex()}
            for field in self.fields
        ]
        return {"fields": fields, "rest": self.rest.hex()}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Payload:
        """Read what `facts` wrote."""
        fields = facts.get("fields")
        if not isinstance(fields, list):
            raise MalformedError("the notice has no list of fields")
        return cls(tuple(_field(item) for item in fields), parse_hash(facts.get(REST), REST))


def parse_hash(value: object, what: str) -> bytes:
    """32 bytes from 64 lower-case hexadecimal digits."""
    if not isinstance(value, str) or len(value) != 2 * KEY_SIZE or set(value) - set("0123456789abcdef"):
        raise MalformedError(f"{what}: {str(value)[:20]!r} isn't 64 lower-case hexadecimal digits")
    return bytes.fromhex(value)


def _field(item: object) -> Field:
    match item:
        case {"name": str(name), **_more} if name not in FIELDS:
            raise MalformedError(f"a notice has no field {name[:40]!r}")
        case {"name": str(name), "value": str(value), "salt": str(salt), **more} if not more:
            return shown(name, value, parse_hash(salt, f"salt of {name}"))
        case {"name": str(name), "digest": digest, **more} if not more:
            return Field(name, None, None, parse_hash(digest, f"digest of {name}"))
    raise MalformedError(
        f"a field has a name, with a value and a salt or with a digest; got {str(item)[:60]}"
    )


def build_payload(
    values: Mapping[str, str], rest: Mapping[str, str], keys: LedgerKeys, record: bytes
) -> Payload:
    """The payload of the record with private id `record`; fields left out are ""."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise MalformedError(f"a notice has no field {min(unknown)!r}; it has {', '.join(FIELDS)}")
    fields = tuple(shown(name, values.get(name, ""), keys.salt(record, k)) for k, name in enumerate(FIELDS))
    numbers = count(len(FIELDS) + 1)
    private = [salted(keys.salt(record, next(numbers)), name, rest[name].encode()) for name in sorted(rest)]
    rest_root = root_of(leaf_hash(digest) for digest in private)
    return Payload(fields, salted(keys.salt(record, len(FIELDS)), REST, rest_root))


def people_shown(number: int) -> str:
    """A head count as a notice may give it: none under five is told."""
    if number < 0:
        raise MalformedError(f"{number} people can't be; a count is 0 or more")
    return "fewer than five" if 0 < number < MAX_COUNT_SHOWN_AS_FEW else str(number)


def check_root(payload: Payload, root: bytes) -> None:
    """Raise `ProofError` unless the payload is the one that was sealed."""
    if payload.root != root:
        raise ProofError("the notice's text isn't the one that was sealed")

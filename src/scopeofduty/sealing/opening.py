"""The opening of a protected activity: what a verifier gets, and how they check it against the public log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scopeofduty.sealing.canonical import HASH_SIZE, canonical, combine, exactly, parse_hex, read_object, take
from scopeofduty.sealing.day_batch import PublishedBatch, parse_day, root_from
from scopeofduty.sealing.errors import ClockError, MalformedError
from scopeofduty.sealing.identity_box import Identity
from scopeofduty.sealing.signing import KEY_SIZE, SIGNATURE_SIZE, check_signature

if TYPE_CHECKING:
    from collections.abc import Mapping

GRACE = timedelta(days=2)
"""How long after its day a batch may first be seen by a witness."""


def leaf_of(randomiser: bytes, identity: Identity | None, content: bytes, public_key: bytes) -> bytes:
    """The leaf: a commitment to a person (or to none), to a content and to a key."""
    person = combine("id", randomiser, identity.to_bytes() if identity else b"")
    return combine("protected-activity/v1", person, content, public_key)


@dataclass(frozen=True)
class Proven:
    """What an opening proves."""

    identity: Identity | None
    """None: no name was bound; the activity is that of whoever holds the receipt."""
    day: date
    """The day (UTC) in whose batch it stands."""
    witnessed_at: int
    """When an independent keeper had seen that batch, Unix seconds: it existed by then."""

    def days_before(self, action: date) -> int:
        """Days from the report to an adverse action; below 0 if the action came first."""
        return (action - self.day).days


@dataclass(frozen=True)
class Opening:
    """An opened activity, for one verifier."""

    identity: Identity | None
    randomiser: bytes
    content: bytes
    public_key: bytes
    day: date
    index: int
    path: tuple[bytes, ...]
    to: str
    signature: bytes = b""

    def to_json(self) -> dict[str, Any]:
        """All of it but the signature: what is signed."""
        return {
            "v": 1,
            "identity": self.identity.to_json() if self.identity else {},
            "randomiser": self.randomiser.hex(),
            "content": self.content.hex(),
            "public_key": self.public_key.hex(),
            "day": self.day.isoformat(),
            "index": self.index,
            "path": [one.hex() for one in self.path],
            "to": self.to,
        }

    def signed(self, signature: bytes) -> Opening:
        """The same with its signature."""
        return replace(self, signature=signature)

    def to_bytes(self) -> bytes:
        """The file a verifier gets: canonical JSON."""
        return canonical({"opening": self.to_json(), "signature": self.signature.hex()})

    @classmethod
    def from_bytes(cls, data: bytes) -> Opening:
        """Read such a file."""
        what = "the opening"
        outer = read_object(data, what)
        exactly(outer, frozenset({"opening", "signature"}), what)
        inner = take(outer, "opening", dict, what)
        exactly(inner, _MEMBERS, what)
        if take(inner, "v", int, what) != 1:
            raise MalformedError("this opening is written in a newer form than this version reads")
        return cls(
            Identity.from_json(inner["identity"]) if take(inner, "identity", dict, what) else None,
            parse_hex(inner["randomiser"], HASH_SIZE, "the randomiser"),
            parse_hex(inner["content"], HASH_SIZE, "the content's commitment"),
            parse_hex(inner["public_key"], KEY_SIZE, "the public key"),
            parse_day(take(inner, "day", str, what)),
            take(inner, "index", int, what),
            _path(inner),
            take(inner, "to", str, what),
            parse_hex(outer["signature"], SIGNATURE_SIZE, "the signature"),
        )


_MEMBERS = frozenset({"v", "identity", "randomiser", "content", "public_key", "day", "index", "path", "to"})


def _path(inner: Mapping[str, Any]) -> tuple[bytes, ...]:
    return tuple(
        parse_hex(one, HASH_SIZE, "a path's hash") for one in take(inner, "path", list, "the opening")
    )


def verify(opening: Opening, published: PublishedBatch, *, witnessed_at: int | None, to: str) -> Proven:
    """Check an opening, with nothing but the public log.

    Args:
        opening: what the reporter gave.
        published: the day's entry in the public log, whose proof the caller has checked.
        witnessed_at: when independent keepers had signed a log with that entry, Unix seconds; None: none did.
        to: the verifier's own name or question: an opening made for someone else is refused.

    Raises `ClockError` or `SignatureError` for anything that doesn't hold.
    """
    if opening.to != to:
        raise ClockError(
            f"this opening was made for {opening.to!r}, not for {to!r}; ask the reporter for your own"
        )
    check_signature(opening.public_key, opening.signature, "opening", canonical(opening.to_json()))
    if opening.day != published.day:
        raise ClockError(f"this opening is of {opening.day}; the public entry is of {published.day}")
    leaf = leaf_of(opening.randomiser, opening.identity, opening.content, opening.public_key)
    if root_from(leaf, opening.index, opening.path) != published.leaves:
        raise ClockError(f"no such commitment stands in the batch of {published.day}")
    check_witnessed(published.day, witnessed_at)
    return Proven(opening.identity, opening.day, witnessed_at or 0)


def check_witnessed(day: date, witnessed_at: int | None) -> None:
    """Raise `ClockError` unless independent keepers saw the batch of `day` then or in the grace after it."""
    if witnessed_at is None:
        raise ClockError(
            f"no independent keeper has signed for the batch of {day}: its date is the city's word only"
        )
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    seen = datetime.fromtimestamp(witnessed_at, UTC)
    if seen >= start + timedelta(days=1) + GRACE:
        raise ClockError(
            f"the batch calls itself {day}, but was first seen by an independent keeper on {seen:%Y-%m-%d}"
        )
    if seen < start:
        raise ClockError(f"the batch calls itself {day}, but was seen before, on {seen:%Y-%m-%d}")

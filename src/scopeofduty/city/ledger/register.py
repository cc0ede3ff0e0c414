"""The outbox of the public register: a fact entered here comes out at the next publication window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty.city.ledger.models import Fact
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.register import encode_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ABOUT_THE_LOG = {"policy", "key", "seed", "open", "close", "delay", "amend", "redact", "incident", "attest"}
ABOUT_THE_CITY = {"ordinance-version", "vote", "agreement", "roster", "protected-activity", "bundle"}
KINDS = frozenset(ABOUT_THE_LOG | ABOUT_THE_CITY)
HASH = "attachment"
LONG_AFTER = 9_999_999_999  # a time with as many digits as any window


def enter(
    kind: str, facts: Mapping[str, Any], *, at: datetime, key: str, attachment: bytes | None = None
) -> None:
    """Queue one public fact inside the caller's transaction; entered again under its key, it stays as it was.

    Args:
        kind: what sort of fact, one of ``KINDS``.
        facts: JSON values, public ones only; whole numbers, no ``kind`` and no ``at``.
        at: when it came to be; it is published at the first window from then on, under the window's time.
        key: what names the fact, so that no retry doubles it; never public.
        attachment: bytes published as a file beside the register, whose SHA-256 the entry then holds.

    Raises:
        ValueError: the kind is unknown, or the facts can't be written as an entry; the message says why.
    """
    if kind not in KINDS:
        raise MalformedError(f"the register knows no kind {kind!r}; it knows {', '.join(sorted(KINDS))}")
    taken = {"kind", "at", HASH} & set(facts)
    if taken:
        raise MalformedError(f"the register writes {min(taken)!r} itself; leave it out of the facts")
    told = dict(facts) | ({HASH: "0" * 64} if attachment is not None else {})
    encode_entry(kind, LONG_AFTER, **told)
    Fact.objects.get_or_create(
        key=key, defaults={"kind": kind, "facts": dict(facts), "at": at, "attachment": attachment}
    )

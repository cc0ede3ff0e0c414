"""Every edition of the roster that was ever in force, newest first: an old case is read with its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty.city.roster.current import NoRosterError
from scopeofduty.city.roster.models import Edition
from scopeofduty.sealing.canonical import canonical
from scopeofduty.sealing.roster import read_roster

if TYPE_CHECKING:
    from scopeofduty.sealing.roster import Roster

__all__ = ["NoRosterError", "rosters"]


def rosters() -> list[Roster]:
    """Return the editions, the one in force first.

    Raises:
        NoRosterError: two keepers have never signed one.
        RosterError: what the database holds isn't what two keepers signed.
    """
    editions = Edition.objects.exclude(in_force_at=None).prefetch_related("signatures")
    found = [
        _read(each.text, each.digest, tuple((one.key, one.signature) for one in each.signatures.all()))
        for each in editions
    ]
    if not found:
        raise NoRosterError
    return found


@lru_cache(maxsize=64)
def _read(text: str, digest: str, signatures: tuple[tuple[str, str], ...]) -> Roster:
    """Read an edition and check its signatures, once for the same bytes: each post of a report needs it."""
    signed = [{"key": key, "signature": signature} for key, signature in signatures]
    return read_roster(
        canonical({"roster": text, "signatures": signed}),
        keepers=[bytes.fromhex(key) for key, _signature in signatures],
        pinned=bytes.fromhex(digest),
    )

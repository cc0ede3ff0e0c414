"""Every edition of the roster that was ever in force, newest first: an old case is read with its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.roster.current import NoRosterError, roster_of
from scopeofduty.city.roster.models import Edition

if TYPE_CHECKING:
    from scopeofduty.sealing.roster import Roster

__all__ = ["NoRosterError", "rosters"]


def rosters() -> list[Roster]:
    """Return the editions, the one in force first.

    Raises:
        NoRosterError: two keepers have never signed one.
    """
    editions = Edition.objects.exclude(in_force_at=None).prefetch_related("signatures")
    found = [roster_of(edition) for edition in editions]
    if not found:
        raise NoRosterError
    return found

"""Who may read a report: never the people it names, nor anyone above or beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.sealing.errors import ExcludedReaderError, NobodyLeftError
from scopeofduty.sealing.roster import Duty

if TYPE_CHECKING:
    from collections.abc import Collection

    from scopeofduty.sealing.roster import Member, Roster


@dataclass(frozen=True)
class Panel:
    """Who reads a report."""

    readers: tuple[Member, ...]
    excluded: frozenset[str]
    """Ids of everyone whom the rule keeps away."""
    outside: bool
    """Whether everyone inside was excluded, so that those outside the city read."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The readers' ids."""
        return tuple(reader.id for reader in self.readers)


def excluded(roster: Roster, named: Collection[str]) -> frozenset[str]:
    """Ids of the people named, of their whole chain of command, and of all who stand beside them.

    Standing beside goes both ways, whichever of the two the roster writes it at.
    """
    out = set(named)
    for id_ in named:
        out.update(roster.above(id_))
        out.update(roster.member(id_).beside)
        out.update(member.id for member in roster.members if id_ in member.beside)
    return frozenset(out)


def panel(roster: Roster, named: Collection[str]) -> Panel:
    """The readers of a report that names these people (ids).

    If no recipient is left, the outside recipients read.
    Raises `NobodyLeftError` if none of those is left either.
    """
    out = excluded(roster, named)
    for duty in (Duty.RECIPIENT, Duty.OUTSIDE):
        left = tuple(member for member in roster.having(duty) if member.id not in out)
        if left:
            return Panel(left, out, outside=duty is Duty.OUTSIDE)
    raise NobodyLeftError(
        "everyone who could read this report is excluded, and the roster names nobody outside; "
        "the ordinance must name an outside recipient, so bring the report to one yourself until it does"
    )


def check_readers(roster: Roster, named: Collection[str], readers: Collection[str]) -> None:
    """The rule once more, for a recipient's program after decrypting.

    Fewer readers than the rule allows are fine (a reporter leaves someone out, a leaver goes).
    Raises `ExcludedReaderError` for one it doesn't allow.
    """
    allowed = panel(roster, named)
    for id_ in readers:
        if id_ in allowed.excluded:
            raise ExcludedReaderError(
                f"{id_} can read this case although the rule excludes them; tell the monitor"
            )
        if id_ not in allowed.ids and roster.member(id_).duty is not Duty.OUTSIDE:
            raise ExcludedReaderError(f"{id_} can read this case but isn't a recipient of reports")
    if not readers:
        raise ExcludedReaderError("nobody of the roster can read this case; tell the monitor")


def custodians(roster: Roster, named: Collection[str]) -> tuple[Member, Member]:
    """The two who hold the identity box: the first two of the roster whom the rule doesn't exclude.

    Raises `NobodyLeftError` if there aren't two.
    """
    out = excluded(roster, named)
    left = [member for member in roster.having(Duty.CUSTODIAN) if member.id not in out]
    if len(left) < 2:
        raise NobodyLeftError(
            f"an identity box needs two custodians who aren't excluded; {len(left)} is left"
        )
    return left[0], left[1]

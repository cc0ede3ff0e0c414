"""What a text leaves open, for people who vote on it: contradictions, missing clauses, silences, idle rules.

`law` finds one thing at a time. Silences that one situation shows are told together: a reader wants the
situation once, and then everything of which no rule speaks there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.law import InForce, Text
    from scopeofduty.law.checking import Finding

GRAVE = ("conflict", "policy against ordinance")
MISSING = "missing clause"
SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Told:
    """Findings of one kind that are told in one breath. ``acts`` are named where there are several."""

    kind: str
    message: Text
    acts: tuple[Text, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class Findings:
    """What `check` found: new with this change, settled by it, there before and still there."""

    new: tuple[Finding, ...] = ()
    settled: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    names: tuple[tuple[str, Text], ...] = ()

    @property
    def grave(self) -> tuple[Finding, ...]:
        """Conflicts that the new text holds, whether new or not."""
        return tuple(finding for finding in (*self.new, *self.left) if finding.kind in GRAVE)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Clauses that the new text lacks, whether it lacked them before or not."""
        return tuple(finding for finding in (*self.new, *self.left) if finding.kind == MISSING)

    @property
    def new_told(self) -> tuple[Told, ...]:
        """What is new, without missing clauses: those are told apart."""
        return self._told(finding for finding in self.new if finding.kind != MISSING)

    @property
    def settled_told(self) -> tuple[Told, ...]:
        """What this change settles."""
        return self._told(self.settled)

    @property
    def left_told(self) -> tuple[Told, ...]:
        """What was there before, without missing clauses."""
        return self._told(finding for finding in self.left if finding.kind != MISSING)

    def _told(self, findings: Iterable[Finding]) -> tuple[Told, ...]:
        names = dict(self.names)
        together: dict[object, list[Finding]] = {}
        for number, finding in enumerate(findings):
            together.setdefault(finding.words if finding.kind == SILENT else number, []).append(finding)
        return tuple(
            Told(
                some[0].kind,
                some[0].message,
                tuple(names[one.act] for one in some if one.kind == SILENT and one.act in names),
                some[0].words,
            )
            for some in together.values()
        )


def compared(before: InForce, after: InForce) -> Findings:
    """Return what `check` finds of both texts, sorted by what the change did to it."""
    was = {_identity(finding): finding for finding in before.check()}
    now = {_identity(finding): finding for finding in after.check()}
    return Findings(
        new=tuple(finding for key, finding in now.items() if key not in was),
        settled=tuple(finding for key, finding in was.items() if key not in now),
        left=tuple(finding for key, finding in now.items() if key in was),
        names=tuple((act.id, act.name) for act in after.book.vocabulary.acts.values()),
    )


def _identity(finding: Finding) -> tuple[object, ...]:
    """Two texts have the same finding when kind, act and rules are the same: places and titles differ."""
    about = finding.message.en.partition(": ")[2] if finding.kind == MISSING else ""
    if finding.kind == "not encoded":
        about = finding.message.en
    return (finding.kind, finding.act, finding.rules, about)

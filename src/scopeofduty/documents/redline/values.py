"""A redline as values: rows in reading order, each with its words kept, added and removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.lines import Line, Role, assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.documents.provision import Kind, Ordinance


class Op(StrEnum):
    """What happens to a stretch of text."""

    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one fate."""

    op: Op
    text: str


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: wholly inserted, wholly deleted, or kept with the changes its runs show."""

    op: Op
    runs: Runs


class Status(StrEnum):
    """What happened to a row; what moved has two: ``moved away`` at its old place, ``moved`` at its new."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_AWAY = "moved away"


_IN_OLD = {Status.SAME, Status.CHANGED, Status.REMOVED, Status.MOVED_AWAY}
_IN_NEW = {Status.SAME, Status.CHANGED, Status.ADDED, Status.MOVED}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in one of the two texts."""

    role: Role
    depth: int
    kind: Kind | None
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One provision (without the parts inside it), or the title, preamble, a closing or the conclusion.

    ``old`` and ``new`` tell its place in either text; a moved row has both. ``anchor`` names it in either.
    """

    status: Status
    old: Place | None
    new: Place | None
    number: Runs
    heading: Runs
    paragraphs: tuple[Paragraph, ...]

    @property
    def place(self) -> Place:
        """The place that the row is shown at: the new one, except for what goes away."""
        gone = self.status in {Status.REMOVED, Status.MOVED_AWAY}
        place = self.old if gone or self.new is None else self.new
        if place is None:
            raise DocumentError("a row of a redline needs a place in one of the texts")
        return place

    @property
    def anchor(self) -> str:
        """The row's identifier, one of a kind: the provision's id, with ``old-`` before it if gone."""
        gone = self.status in {Status.REMOVED, Status.MOVED_AWAY}
        return f"old-{self.place.id}" if gone else self.place.id

    @property
    def renumbered(self) -> bool:
        """True when the provision goes on under another label."""
        return self.old is not None and self.new is not None and self.old.label != self.new.label

    @property
    def reworded(self) -> bool:
        """True when a word of the heading or the text differs, whatever the number does."""
        paragraphs = (run for one in self.paragraphs for run in one.runs)
        return any(run.op is not Op.KEEP for run in (*self.heading, *paragraphs))

    def line(self, *, new: bool) -> Line | None:
        """The row as it stands in the new or the old text; None when it isn't there."""
        place = self.new if new else self.old
        if place is None or self.status not in (_IN_NEW if new else _IN_OLD):
            return None
        gone = Op.DELETE if new else Op.INSERT
        paragraphs = tuple(spelled(one.runs, without=gone) for one in self.paragraphs if one.op is not gone)
        number, heading = spelled(self.number, without=gone), spelled(self.heading, without=gone)
        return Line(place.role, paragraphs, place.depth, place.kind, number, heading)


def spelled(runs: Iterable[Run], *, without: Op) -> str:
    """The text of runs but those of one fate: without deletions the new text, without insertions the old."""
    return "".join(run.text for run in runs if run.op is not without)


@dataclass(frozen=True, slots=True)
class Redline:
    """All rows of two texts, merged in reading order. It carries both texts whole: `before` and `after`."""

    rows: tuple[Row, ...]

    @property
    def before(self) -> Ordinance:
        """The old text: every change rejected."""
        return assemble(line for row in self.rows if (line := row.line(new=False)))

    @property
    def after(self) -> Ordinance:
        """The new text: every change accepted."""
        return assemble(line for row in self.rows if (line := row.line(new=True)))

    def apply(self, old: Ordinance) -> Ordinance:
        """The new text; `DocumentError` when ``old`` isn't the text that this redline was made from."""
        if old != self.before:
            raise DocumentError("this redline was made from another text; compare the two texts again")
        return self.after

    @property
    def changes(self) -> tuple[Row, ...]:
        """The rows that differ, renumbered ones among them."""
        return tuple(row for row in self.rows if row.status is not Status.SAME or row.renumbered)

    @property
    def excerpt(self) -> tuple[Row, ...]:
        """The rows that differ, each below the provisions that it stands in."""
        shown: list[Row] = []
        around: list[tuple[Row, bool]] = []  # the open provisions, and whether they are shown already
        for row in self.rows:
            depth = row.place.depth + (row.place.role is Role.CLOSING)
            del around[depth:]
            differs = row.status is not Status.SAME or row.renumbered
            if differs:
                shown += [outer for outer, seen in around if not seen]
                shown.append(row)
                around = [(outer, True) for outer, _ in around]
            if row.place.role is Role.PROVISION:
                around.append((row, differs))
        return tuple(shown)

    def counts(self) -> dict[str, int]:
        """How many provisions have each status; a moved one counts once.

        Renumbered ones are counted apart; one that is only renumbered doesn't count as changed.
        """
        provisions = [row for row in self.rows if row.place.role is Role.PROVISION]
        found = Counter(row.status for row in provisions)
        found[Status.CHANGED] -= sum(
            row.status is Status.CHANGED and row.renumbered and not row.reworded for row in provisions
        )
        counted = {status.value: found[status] for status in Status if status is not Status.MOVED_AWAY}
        return counted | {"renumbered": sum(row.renumbered for row in provisions if row.status in _IN_NEW)}

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

"""A word-processor document as values: paragraphs of runs, each with who put it in or took it out.

Tracked changes are those of WordprocessingML (ISO/IEC 29500-1, 17.13.5): accepting removes what was deleted,
rejecting removes what was inserted; a paragraph whose mark is removed joins the next and takes its style.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class Reading(StrEnum):
    """Which of its texts a document with tracked changes is read as."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Revision:
    """Who made a change, and when: to the second, with or without a time zone, as the file says."""

    author: str
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrackedRun:
    r"""A stretch of text. Text that one person put in and another took out again has both revisions.

    A tab is ``\t``, a line break ``\n``.
    """

    text: str
    inserted: Revision | None = None
    deleted: Revision | None = None

    def stands(self, reading: Reading) -> bool:
        """Whether the text is part of a reading."""
        return (self.deleted if reading is Reading.ACCEPTED else self.inserted) is None and not (
            self.inserted and self.deleted
        )


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """A paragraph. ``inserted`` and ``deleted`` are those of its mark, the end of the paragraph.

    ``style`` is the style's name, ``column`` its indentation in steps of an eighth of an inch, ``numbers``
    what automatic numbering shows before the text in the accepted and in the rejected reading.
    """

    runs: tuple[TrackedRun, ...]
    style: str = ""
    inserted: Revision | None = None
    deleted: Revision | None = None
    column: int = 0
    numbers: tuple[str, str] = ("", "")

    @property
    def _mark(self) -> TrackedRun:
        return TrackedRun("", self.inserted, self.deleted)

    def ends(self, reading: Reading) -> bool:
        """Whether the paragraph's mark is part of a reading; if not, the next paragraph goes on in it."""
        return self._mark.stands(reading)

    def number(self, reading: Reading) -> str:
        """The automatic number in a reading."""
        return self.numbers[reading is Reading.REJECTED]


@dataclass(frozen=True, slots=True)
class Tracked:
    """The paragraphs of a document, in order."""

    paragraphs: tuple[TrackedParagraph, ...]

    def read(self, reading: Reading) -> Iterator[TrackedParagraph]:
        """The paragraphs of one reading, free of revisions; empty ones are left out."""
        carried: tuple[TrackedRun, ...] = ()
        last: TrackedParagraph | None = None
        for paragraph in self.paragraphs:
            standing = tuple(TrackedRun(run.text) for run in paragraph.runs if run.stands(reading))
            carried, last = carried + standing, paragraph
            if paragraph.ends(reading):
                yield from _plain(paragraph, carried, reading)
                carried = ()
        if last is not None and not last.ends(reading):
            yield from _plain(last, carried, reading)

    def revisions(self) -> Iterator[tuple[int, TrackedRun]]:
        """The runs that were put in or taken out, each with the position of its paragraph."""
        for at, paragraph in enumerate(self.paragraphs):
            yield from ((at, run) for run in paragraph.runs if run.inserted or run.deleted)

    def only(self, author: str) -> Tracked:
        """The document with the changes of one author, everyone else's rejected.

        What one person proposed is the difference between its rejected and its accepted reading.
        """
        kept: list[TrackedParagraph] = []
        carried: tuple[TrackedRun, ...] = ()
        for paragraph in self.paragraphs:
            runs = carried + tuple(one for run in paragraph.runs for one in _only(run, author))
            mark = tuple(_only(TrackedRun("", paragraph.inserted, paragraph.deleted), author))
            carried = () if mark else runs
            if mark:
                kept.append(replace(paragraph, runs=runs, inserted=mark[0].inserted, deleted=mark[0].deleted))
        if carried:
            kept.append(TrackedParagraph(carried))
        return Tracked(tuple(kept))

    @property
    def authors(self) -> tuple[str, ...]:
        """Everyone who changed something, in alphabetical order."""
        marks = (TrackedRun("", one.inserted, one.deleted) for one in self.paragraphs)
        runs = (run for one in self.paragraphs for run in one.runs)
        revisions = (revision for run in (*marks, *runs) for revision in (run.inserted, run.deleted))
        return tuple(sorted({revision.author for revision in revisions if revision}))


def _only(run: TrackedRun, author: str) -> Iterator[TrackedRun]:
    """A run without the changes of others: what they put in is gone, what they took out is back."""
    if run.inserted is None or run.inserted.author == author:
        deleted = run.deleted if run.deleted and run.deleted.author == author else None
        yield replace(run, deleted=deleted)


def _plain(
    paragraph: TrackedParagraph, runs: tuple[TrackedRun, ...], reading: Reading
) -> Iterator[TrackedParagraph]:
    if any(run.text.strip() for run in runs) or paragraph.number(reading):
        yield replace(paragraph, runs=runs, inserted=None, deleted=None)

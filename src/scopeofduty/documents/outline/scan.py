"""Physical lines of a plain text, cut into pieces: markers, headings and stretches of text."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scopeofduty.documents.numbering import Marker, read_marker
from scopeofduty.documents.outline.captions import ESCAPE, split_caption, stands_as_heading

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATOR = "---"
_MOST_ON_A_LINE = 8  # numbers; more are text
_ENACTED = re.compile(
    r"(?:PASSED|ADOPTED|APPROVED|ENACTED|ATTEST)\b"
    r"|(?:Passed|Adopted|Approved|Enacted) (?:by the|this|on this|and)\b"
)
_RECITAL = re.compile(r"WHEREAS\b|NOW,? THEREFORE\b|BE IT ORDAINED\b")


class Before(Enum):
    """What stands before a piece; it tells how likely a marker there is meant as one."""

    PARAGRAPH = "an empty line, or the start"
    SENTENCE = "a line that ends in punctuation"
    WORDS = "a line that breaks off"
    NUMBER = "another marker on the same line"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one physical line; ``column`` is its indentation in spaces."""

    column: int
    text: str
    before: Before
    marker: Marker | None = None
    heading: str = ""
    closes: bool = False  # starts what stands after the last provision

    @property
    def starts_paragraph(self) -> bool:
        """True when the piece is not the continuation of a line."""
        return self.before is Before.PARAGRAPH


def scan(text: str) -> list[Piece]:
    """The pieces of ``text`` in order. Nothing is lost but white space and empty lines."""
    lines = [line.expandtabs(4).rstrip() for line in text.splitlines()]
    return list(_pieces(lines))


def _column(line: str) -> int:
    return len(line) - len(line.lstrip())


def _hangs(lines: list[str]) -> bool:
    """Whether wrapped lines stay as far right as their number: then one further left is a paragraph."""
    numbered = 0
    for line, after in itertools.pairwise(lines):
        numbered = _column(line) if read_marker(line.strip()) is not None else numbered
        broken = bool(line) and not line.endswith((".", ";", ":", ",", "?", "!"))
        if broken and after and _column(after) < numbered and read_marker(after.strip()) is None:
            return False
    return True


def _pieces(lines: list[str]) -> Iterator[Piece]:
    before, skip, numbered_at = Before.PARAGRAPH, False, 0
    hangs = _hangs(lines)
    for index, line in enumerate(lines):
        bare = line.strip()
        after = lines[index + 1].strip() if index + 1 < len(lines) else ""
        if not bare or skip:
            before, skip = Before.PARAGRAPH, False
            continue
        column = _column(line)
        steps_out = hangs and before is Before.SENTENCE and column < numbered_at and not bare[0].islower()
        if steps_out or _RECITAL.match(bare):
            before = Before.PARAGRAPH
        found = list(_split(bare, column, before, after, lines[index + 2 : index + 3]))
        numbered_at = column if found[0].marker is not None or steps_out else numbered_at
        skip = bool(found[0].heading) and found[0].heading == after
        yield from found
        ends = bare.endswith((".", ";", ":", ",", "?", "!")) or bare.lower().endswith((" and", " or"))
        before = Before.SENTENCE if ends or found[-1].heading else Before.WORDS


def _split(bare: str, column: int, before: Before, after: str, following: list[str]) -> Iterator[Piece]:
    marker = None if bare.startswith(ESCAPE) else read_marker(bare)
    if marker is None:
        starts = before is Before.PARAGRAPH and (bare == SEPARATOR or bool(_ENACTED.match(bare)))
        shown = bare[1:] if bare.startswith(ESCAPE) else bare
        yield Piece(column, "" if bare == SEPARATOR else shown, before, closes=starts)
        return
    worded = marker.rank is not None
    alone = not after or read_marker(after) is not None
    heading, text = split_caption(marker.rest, alone=alone or marker.rest.isupper(), worded=worded)
    if not marker.rest and worded and after and _caption_below(after, following):
        heading = after
    yield Piece(column, marker.printed, before, marker, heading)
    if text:
        yield from _beside(text, column + len(bare) - len(text))


def _beside(text: str, column: int) -> Iterator[Piece]:
    """What follows a number on its line: text, or further numbers as in ``(a)(1)``."""
    end = column + len(text)
    for _ in range(_MOST_ON_A_LINE):
        marker = read_marker(text) if text.startswith("(") else None
        if marker is None:
            break
        heading, rest = split_caption(marker.rest, alone=False, worded=False)
        yield Piece(end - len(text), marker.printed, Before.NUMBER, marker, heading)
        text = rest
    if text:
        yield Piece(end - len(text), text.removeprefix(ESCAPE), Before.WORDS)


def _caption_below(after: str, following: list[str]) -> bool:
    alone = not following or not following[0].strip() or read_marker(following[0].strip()) is not None
    return (
        not after.startswith(ESCAPE)
        and read_marker(after) is None
        and stands_as_heading(after, alone=alone, worded=True)
    )

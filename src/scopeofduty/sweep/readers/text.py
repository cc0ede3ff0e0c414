"""Plain text: lines with blanks or boxes are form fields, the rest is prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, ProsePiece
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.readers.source import PIECE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_BLANK = re.compile(r"_{3,}|\.{5,}|\[ ?\]|\( ?\)|☐|□|❑|\|_+\||\b[YS] ?/ ?N\b|:\s*$|\?\s*$")


def read(source: Source) -> Iterator[Piece]:
    """Yield a text file's form lines and paragraphs; its prose counts as a record of its own."""
    yield from form_lines(source.text(), stored=True)


def form_lines(text: str, *, page: int | None = None, stored: bool = False) -> Iterator[Piece]:
    """Yield lines with a place to answer as fields, and paragraphs of the others as prose."""
    paragraph: list[str] = []
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare and _BLANK.search(bare) and len(bare) < 600:
            yield from _prose(paragraph, first, page, stored=stored)
            paragraph = []
            place = Place(re.sub(r"[_.\s☐□]{2,}", " ", bare)[:60].strip(), page=page, line=number)
            yield PointPiece(place, fragment.form_field(bare), Verb.ASKS)
        elif bare:
            first = number if not paragraph else first
            paragraph.append(bare)
        else:
            yield from _prose(paragraph, first, page, stored=stored)
            paragraph = []
    yield from _prose(paragraph, first, page, stored=stored)


def _prose(lines: list[str], first: int, page: int | None, *, stored: bool) -> Iterator[ProsePiece]:
    """Yield a paragraph line by line where lines are records, else as one."""
    if not lines:
        return
    joined = "\n".join(lines)
    for start in range(0, len(joined), PIECE_LIMIT):
        yield ProsePiece(Place(page=page, line=first), joined[start : start + PIECE_LIMIT], stored=stored)

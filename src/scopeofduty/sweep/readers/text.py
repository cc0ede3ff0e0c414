"""Plain text: lines with blanks or boxes are form fields, the rest is prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, ProsePiece
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.prefilter import may_matter
from scopeofduty.sweep.readers.source import PIECE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_BLANK = re.compile(r"_{3,}|\.{5,}|\[ ?\]|\( ?\)|☐|□|❑|\|_+\||\b[YS] ?/ ?N\b|:\s*$|\?\s*$")


_FORM = re.compile(
    r"\b(?:form|application|questionnaire|intake|registration|enrollment|request for|survey|"
    r"formulario|solicitud|cuestionario|inscripci[oó]n|registro)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-ZÀ-Þ0-9¿(*].{2,58}[^.,;\s]")
_SENTENCE = re.compile(
    r"(?:if|when|we|you|this|these|that|the|to|for|please|note|see|because|si|cuando|usted|este|esta|para|ver)\b",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(
    r"\b(?:of|the|and|or|to|an?|in|for|by|with|is|are|de|la|el|los|las|y|o|un|una|para|con)$", re.IGNORECASE
)


def read(source: Source) -> Iterator[Piece]:
    """Yield a text file's form lines and paragraphs; its prose counts as a record of its own."""
    yield from form_lines(source.text(), stored=True)


def form_lines(text: str, *, page: int | None = None, stored: bool = False) -> Iterator[Piece]:
    """Yield lines with a place to answer as fields, and paragraphs of the others as prose.

    On a page that is a form, a short line that is no part of a sentence is the label of a printed box.
    """
    paragraph: list[str] = []
    first = 1
    lines = [line.strip() for line in text.splitlines()]
    labels = not stored and _is_form(lines)
    for number, bare in enumerate(lines, 1):
        asks = bool(_BLANK.search(bare)) or (labels and _is_label(bare, lines[number : number + 1]))
        if bare and asks and len(bare) < 600:
            yield from _prose(paragraph, first, page, stored=stored)
            paragraph = []
            if may_matter(bare):
                place = Place(re.sub(r"[_.\s☐□]{2,}", " ", bare)[:60].strip(), page=page, line=number)
                yield PointPiece(place, fragment.form_field(bare), Verb.ASKS)
        elif bare:
            first = number if not paragraph else first
            paragraph.append(bare)
        else:
            yield from _prose(paragraph, first, page, stored=stored)
            paragraph = []
    yield from _prose(paragraph, first, page, stored=stored)


def _is_form(lines: list[str]) -> bool:
    """Several places to answer, or one and a heading that calls itself a form."""
    places = sum(1 for line in lines if line and len(line) < 600 and _BLANK.search(line))
    return places >= 3 or (places > 0 and any(_FORM.search(line) for line in lines[:8]))


def _is_label(line: str, after: list[str]) -> bool:
    runs_on = bool(after and after[0][:1].islower()) or bool(_RUNS_ON.search(line))
    return bool(_LABEL.fullmatch(line)) and not runs_on and not _SENTENCE.match(line)


def _prose(lines: list[str], first: int, page: int | None, *, stored: bool) -> Iterator[ProsePiece]:
    """Yield a paragraph line by line where lines are records, else as one."""
    if not lines:
        return
    joined = "\n".join(lines)
    for start in range(0, len(joined), PIECE_LIMIT):
        yield ProsePiece(Place(page=page, line=first), joined[start : start + PIECE_LIMIT], stored=stored)

"""Columns of a table, whatever file it came in: a header where there is one, and sample values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, ProsePiece
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.points.terms import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLES = 200
_PROSE = 12
_NUMBER = re.compile(r"[-+$]?[\d,.:/% -]+$")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$.-]{0,79}")
_NAMELIKE = re.compile(r"[A-Za-zÀ-ÿ_][\wÀ-ÿ .()/#'?:¿-]{0,79}$")


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: rows of texts, the header among them or not."""

    name: str
    rows: list[list[str]]


def columns(table: Table) -> Iterator[Piece]:
    """Yield each column with its values; then the texts of columns that hold prose, row by row."""
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    if not rows:
        return
    header, first = _header(rows)
    body = rows[first:]
    if described := _dictionary(table.name, header, body, first):
        yield from described
        return
    context = " | ".join([table.name, *(h for h in header[:60] if h)])
    for index, name in enumerate(header):
        values = _values(body, index)
        if not name and not values:
            continue
        place = Place(f"{table.name}.{name or f'column {index + 1}'}")
        others = " | ".join(h for h in header[:60] if h and h != name)
        point = Point(
            (name,) if name else (), (), (), values, f"{table.name} | {others}" if others else context
        )
        yield PointPiece(place, point, Verb.STORES)
        yield from _prose(body, index, f"{table.name}.{name or index + 1}", first)


_NAME_COLUMN = re.compile(
    r"(?:variable|field|column|attribute|(?:data ?)?element|question)s?(?:[ /-]+(?:name|id|code|field name))*"
    r"|columna|campo|nombre de (?:la columna|el campo|campo|variable)",
    re.IGNORECASE,
)
_TEXT_COLUMN = re.compile(
    r".*\b(?:label|description|definition|question(?: text)?|prompt|caption|etiqueta|descripci[oó]n|pregunta"
    r"|definici[oó]n|hint)\b.*",
    re.IGNORECASE,
)
_CHOICE_COLUMN = re.compile(r".*\b(?:choices|options|valid values|codes|answers|opciones)\b.*", re.IGNORECASE)


def _dictionary(name: str, header: list[str], body: list[list[str]], first: int) -> list[PointPiece]:
    """Return a point for each row of a data dictionary or of a form kept as a sheet, none for other tables.

    Such a table has a column of names beside one of labels: REDCap, XLSForm, a schema's documentation.
    """
    spoken = [" ".join(re.split(r"[ _]+", title.strip())) for title in header]
    names = [i for i, title in enumerate(spoken) if _NAME_COLUMN.fullmatch(title)]
    texts = [i for i, title in enumerate(spoken) if _TEXT_COLUMN.fullmatch(title) and i not in names]
    if {"type", "name", "label"} <= {title.lower().split("::")[0] for title in spoken}:  # XLSForm
        names = [[title.lower() for title in spoken].index("name")]
    choices = [i for i, title in enumerate(spoken) if _CHOICE_COLUMN.fullmatch(title)]
    named = [row[names[-1]].strip() for row in body if names and names[-1] < len(row)]
    identified = sum(1 for cell in named if not cell or _IDENTIFIER.fullmatch(cell))
    if not texts or not any(named) or identified < 0.8 * len(named):
        return []
    found = []
    for number, row in enumerate(body, first + 1):
        cells = [row[i].strip() if i < len(row) else "" for i in range(len(header))]
        label = tuple(cells[i] for i in texts if cells[i])
        options = tuple(
            part.strip() for i in choices for part in re.split(r"[|;\n]", cells[i]) if part.strip()
        )
        own = tuple(cells[i] for i in names if cells[i])
        if own or label:
            place = Place(f"{name}.{own[-1] if own else label[0][:60]}", line=number)
            found.append(PointPiece(place, Point(own[-1:], label, tuple(map(_answer, options))), Verb.ASKS))
    return found


def _answer(option: str) -> str:
    """Return the answer that a numbered choice offers: of ``3, Undocumented`` the word."""
    return re.sub(r"^[\w-]{1,6}\s*[,=:)]\s*", "", option)


def _header(rows: list[list[str]]) -> tuple[list[str], int]:
    """Return the header and where the body begins; a doubled header is joined, a missing one is blank."""
    top = rows[0]
    filled = [cell for cell in top if cell.strip()]
    named = sum(1 for cell in filled if _NAMELIKE.match(cell.strip()) and not _NUMBER.match(cell.strip()))
    if not filled or named < 0.6 * len(filled):
        return [""] * len(top), 0
    if len(filled) == 1 and len(rows) > 2 and len([c for c in rows[1] if c.strip()]) > 2:
        header, first = _header(rows[1:])
        return header, first + 1
    if len(rows) > 1 and len(rows[1]) == len(top) and _is_second_header(top, rows[1]):
        return [f"{a} {b}".strip() for a, b in zip(top, rows[1], strict=True)], 2
    return [cell.strip() for cell in top], 1


def _is_second_header(top: list[str], second: list[str]) -> bool:
    """The first row leaves gaps that merged cells leave, and the second names every column."""
    gaps = sum(1 for cell in top if not cell.strip())
    named = all(cell.strip() and _NAMELIKE.match(cell.strip()) for cell in second)
    return gaps >= len(top) // 3 and gaps > 0 and named and len(identifier(" ".join(second))) > 0


def _values(body: list[list[str]], index: int) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for row in body[:20_000]:
        if index < len(row) and (value := row[index].strip()) and len(value) <= 80:
            seen.setdefault(value)
            if len(seen) >= _SAMPLES:
                break
    return tuple(seen)


def _prose(body: list[list[str]], index: int, locator: str, first: int) -> Iterator[ProsePiece]:
    for number, row in enumerate(body, first + 1):
        if (
            index < len(row)
            and len(row[index]) >= _PROSE
            and " " in row[index].strip()
            and not _NUMBER.match(row[index])
        ):
            yield ProsePiece(Place(locator, line=number), row[index], stored=True)

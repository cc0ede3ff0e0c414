"""OpenDocument texts and sheets: form controls, cells, and lines to write on (ISO/IEC 26300)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.office import label_cells, open_zip, parse
from scopeofduty.sweep.readers.tabular import Table, columns
from scopeofduty.sweep.readers.text import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_ROWS, _REPEATED = 100_000, 200


def read(source: Source) -> Iterator[Piece]:
    """Yield form controls, the columns of sheets, label cells beside empty cells, then paragraphs.

    Raises:
        UnreadableError: It is no OpenDocument file, or is broken or locked.
    """
    archive = open_zip(source)
    body = parse(archive, "content.xml")
    if body is None or parse(archive, "META-INF/manifest.xml") is None:
        raise UnreadableError("no OpenDocument file (a part is missing)")
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableError("locked by a password")
    yield from _controls(body)
    sheets = list(body.iter("{*}spreadsheet"))
    for table in body.iter("{*}table"):
        rows = [_cells(row) for row in table.iter("{*}table-row")][:_ROWS]
        if sheets:
            yield from columns(Table(_named(table) or "sheet", rows))
        yield from label_cells(rows)
    if not sheets:
        lines = (_text(node) for node in body.iter("{*}p", "{*}h"))
        yield from form_lines("\n".join(lines))


def _named(node: Any, name: str = "name") -> str:
    return next((value for key, value in node.attrib.items() if key.endswith(f"}}{name}")), "")


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _cells(row: Any) -> list[str]:
    """Return a row's texts; a cell repeated to the sheet's end is taken a few hundred times only."""
    found: list[str] = []
    for cell in row.iter("{*}table-cell"):
        times = _named(cell, "number-columns-repeated")
        text = " ".join(_text(node) for node in cell.iter("{*}p"))
        found.extend([text] * min(int(times) if times.isdigit() else 1, _REPEATED if text else 1))
    return found


def _controls(body: Any) -> Iterator[PointPiece]:
    """Yield the controls of a form: their names, titles, labels and lists."""
    for control in body.iter(
        "{*}text", "{*}textarea", "{*}checkbox", "{*}radio", "{*}listbox", "{*}combobox"
    ):
        if "form" not in control.tag:
            continue
        name = _named(control)
        labels = tuple(t for t in (_named(control, "label"), _named(control, "title")) if t)
        options = tuple(_named(item, "label") for item in control.iter("{*}option", "{*}item"))
        yield PointPiece(Place(name or "control"), Point((name,), labels, options), Verb.ASKS)

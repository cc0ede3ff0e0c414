"""DOCX forms: content controls, form fields, table cells and lines to write on (ECMA-376 part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.office import label_cells, open_zip, parse
from scopeofduty.sweep.readers.text import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/comments.xml")


def read(source: Source) -> Iterator[Piece]:
    """Yield content controls, label cells beside empty cells, then paragraphs.

    Raises:
        UnreadableError: It is no DOCX, or is broken or locked.
    """
    archive = open_zip(source)
    body = parse(archive, "word/document.xml")
    if body is None:
        raise UnreadableError("no Word document in it (word/document.xml is missing)")
    yield from _controls(body)
    for table in body.iter(f"{_W}tbl"):
        yield from label_cells(_rows(table))
    headers = [name for name in archive.namelist() if name.startswith(("word/header", "word/footer"))]
    for part in (*_PARTS, *headers):
        tree = parse(archive, part)
        if tree is not None:
            text = "\n".join(_text(p) for p in tree.iter(f"{_W}p"))
            yield from form_lines(text)


def _text(element: Any) -> str:
    shown = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}sym": "☐"}
    nodes = element.iter(f"{_W}t", *shown)
    return "".join(shown.get(node.tag) or node.text or "" for node in nodes).strip()


def _value(element: Any, path: str) -> str:
    found = element.find(path) if element is not None else None
    return found.get(f"{_W}val", "") if found is not None else ""


def _controls(body: Any) -> Iterator[PointPiece]:
    for control in body.iter(f"{_W}sdt"):
        properties = control.find(f"{_W}sdtPr")
        title, tag = _value(properties, f"{_W}alias"), _value(properties, f"{_W}tag")
        items = [i.get(f"{_W}displayText") or i.get(f"{_W}value", "") for i in control.iter(f"{_W}listItem")]
        before = control.getprevious()
        near = _text(before) if before is not None else ""
        holder = control.getparent()
        if not near and holder is not None and holder.tag == f"{_W}p":
            near = _text(holder)
        point = Point((tag,) if tag else (), tuple(t for t in (title, near) if t), tuple(items))
        yield PointPiece(Place(title or tag or near[:60] or "content control"), point, Verb.ASKS)
    for data in body.iter(f"{_W}ffData"):
        name = _value(data, f"{_W}name")
        texts = tuple(t for t in (_value(data, f"{_W}statusText"), _value(data, f"{_W}helpText")) if t)
        items = [e.get(f"{_W}val", "") for e in data.iter(f"{_W}listEntry")]
        yield PointPiece(Place(name or "form field"), Point((name,), texts, tuple(items)), Verb.ASKS)


def _rows(table: Any) -> list[list[str]]:
    return [[_text(cell) for cell in row.findall(f"{_W}tc")] for row in table.findall(f"{_W}tr")]

"""XLSX: the header row of each sheet with sample values, drop-down lists, and notes on cells."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import openpyxl

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.office import open_zip
from scopeofduty.sweep.readers.tabular import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_ROWS = 100_000
_BLANK = 1_000


def read(source: Source) -> Iterator[Piece]:
    """Yield each sheet's columns, its validation lists and its cell comments.

    Raises:
        UnreadableError: It is no XLSX, or is broken or locked.
    """
    open_zip(source).close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(source.data), data_only=True)
        except Exception as error:
            raise UnreadableError(
                f"the workbook is broken ({type(error).__name__}: {str(error)[:80]})"
            ) from error
    for sheet in book.worksheets:
        yield from _sheet(sheet)


def _sheet(sheet: Any) -> Iterator[Piece]:
    rows = list(_rows(sheet))
    yield from columns(Table(sheet.title, rows))
    yield from _form_labels(sheet.title, rows)
    for rule in sheet.data_validations.dataValidation:
        formula = rule.formula1 or ""
        if rule.type == "list" and formula.startswith('"'):
            options = tuple(formula.strip('"').split(","))
            texts = tuple(t for t in (rule.prompt, rule.promptTitle) if t)
            yield PointPiece(Place(f"{sheet.title}!{rule.sqref}"), Point((), texts, options), Verb.ASKS)
    for row in sheet.iter_rows(max_row=min(2_000, len(rows) or 1)):
        for cell in row:
            if cell.comment is not None:
                place = Place(f"{sheet.title}!{cell.coordinate}")
                yield PointPiece(
                    place, Point((), (cell.comment.text,), (), (), str(cell.value or "")), Verb.ASKS
                )
    if sheet.max_row > _ROWS:
        yield NotReadPiece(Place(sheet.title), f"only its first {_ROWS:,} rows are read")


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield rows as texts, up to where only blank rows follow, as formatted sheets have by the thousand."""
    blank = 0
    for row in sheet.iter_rows(max_row=_ROWS, values_only=True):
        blank = 0 if any(value is not None for value in row) else blank + 1
        if blank > _BLANK:
            return
        yield ["" if value is None else str(value) for value in row]


def _form_labels(title: str, rows: list[list[str]]) -> Iterator[PointPiece]:
    """Yield labels of a sheet laid out as a form: a text that ends in a colon beside an empty cell."""
    for row in rows[:500]:
        for text, right in zip(row, [*row[1:], ""], strict=True):
            if text.rstrip().endswith((":", "?")) and not right and len(text) < 300:
                yield PointPiece(Place(f"{title}!{text[:60]}"), Point((), (text,)), Verb.ASKS)

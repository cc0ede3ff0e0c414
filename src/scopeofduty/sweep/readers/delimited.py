"""CSV and its relatives (semicolon, tab, pipe), with or without a header, of any width."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING

from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, UnreadableError
from scopeofduty.sweep.readers.tabular import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_ROWS = 200_000
csv.field_size_limit(10_000_000)


def read(source: Source) -> Iterator[Piece]:
    """Yield the columns of a delimited file and the texts in them.

    Raises:
        UnreadableError: It is binary, or its quoting never closes.
    """
    if source.binary:
        raise UnreadableError("named a table, but it is binary")
    text = source.text()
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[str]] = []
    more = False
    try:
        for row in lines:
            if len(rows) >= _ROWS:
                more = True
                break
            rows.append(row)
    except csv.Error as error:
        raise UnreadableError(f"the table breaks at line {lines.line_num} ({error})") from error
    yield from columns(Table(PurePath(source.name).stem, rows))
    if more:
        yield NotReadPiece(Place(line=_ROWS + 1), f"only the first {_ROWS:,} rows are read as a table")


def _delimiter(text: str) -> str:
    first = text[:20_000].splitlines()[:5]
    counts = {mark: [line.count(mark) for line in first] for mark in ",;\t|"}
    return max(counts, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))

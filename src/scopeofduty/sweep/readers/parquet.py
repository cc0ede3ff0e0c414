"""Parquet and Arrow: columns, their notes, and sample values (needs the extra ``scopeofduty[tables]``)."""

from __future__ import annotations

import importlib
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, UnreadableError
from scopeofduty.sweep.readers.tabular import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_ROWS = 50_000


def read(source: Source) -> Iterator[Piece]:
    """Yield the columns of the file with values from its first row groups.

    Raises:
        UnreadableError: The extra is not installed, or the file is broken.
    """
    try:
        parquet = importlib.import_module("pyarrow.parquet")
        arrow = importlib.import_module("pyarrow")
    except ImportError as error:
        raise UnreadableError("needs pyarrow: install scopeofduty[tables]") from error
    try:
        file = parquet.ParquetFile(io.BytesIO(source.data))
        names = list(file.schema_arrow.names)
        rows: list[list[str]] = [names]
        for batch in file.iter_batches(batch_size=10_000):
            rows.extend(_rows(batch, names))
            if len(rows) > _ROWS:
                break
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(f"the Parquet file is broken ({str(error)[:100]})") from error
    yield from columns(Table(PurePath(source.name).stem, rows))
    if file.metadata.num_rows > _ROWS:
        yield NotReadPiece(Place(), f"values of its first {_ROWS:,} rows only")


def _rows(batch: Any, names: list[str]) -> Iterator[list[str]]:
    for row in batch.to_pylist():
        yield ["" if row[name] is None else str(row[name]) for name in names]

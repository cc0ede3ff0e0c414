"""Parquet and Arrow: columns, those inside structures, their notes, and sample values (extra ``tables``)."""

from __future__ import annotations

import importlib
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.tabular import Table, columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.sweep.readers.source import Source

_ROWS = 50_000


def read(source: Source) -> Iterator[Piece]:
    """Yield the columns of the file with values from its first row groups.

    Raises:
        UnreadableError: The extra is not installed, or the file is broken.
    """
    try:
        arrow = importlib.import_module("pyarrow")
    except ImportError as error:
        raise UnreadableError("needs pyarrow: install scopeofduty[tables]") from error
    try:
        schema, batches, total = _open(source.data)
        names = list(schema.names)
        rows: list[list[str]] = [names]
        for batch in batches:
            rows.extend(_rows(batch, names))
            if len(rows) > _ROWS:
                break
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(f"the table is broken ({str(error)[:100]})") from error
    name = PurePath(source.name).stem
    yield from columns(Table(name, rows))
    for field in schema:
        yield from _inside(field, name, top=True)
    if total > _ROWS:
        yield NotReadPiece(Place(), f"values of its first {_ROWS:,} rows only")


def _open(data: bytes) -> tuple[Any, Iterable[Any], int]:
    if data.startswith(b"ARROW1"):
        table = importlib.import_module("pyarrow.ipc").open_file(io.BytesIO(data)).read_all()
        return table.schema, table.to_batches(10_000), table.num_rows
    file = importlib.import_module("pyarrow.parquet").ParquetFile(io.BytesIO(data))
    return file.schema_arrow, file.iter_batches(batch_size=10_000), file.metadata.num_rows


def _rows(batch: Any, names: list[str]) -> Iterator[list[str]]:
    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield ["" if value is None else str(value) for value in row[: len(names)]]


def _inside(field: Any, path: str, *, top: bool = False) -> Iterator[PointPiece]:
    """Yield what the plain columns don't say: a field's note, and the fields of a structure or a list."""
    place = f"{path}.{field.name}"
    notes = tuple(
        text.decode("utf-8", "replace")
        for key, text in (field.metadata or {}).items()
        if not key.startswith((b"PARQUET:", b"ARROW:"))
    )
    if notes or not top:
        yield PointPiece(Place(place), Point((field.name,), notes, (), (), path), Verb.STORES)
    for number in range(field.type.num_fields):
        yield from _inside(field.type.field(number), place)

"""Read rows with their line numbers from a CSV or JSON-lines file, and say clearly what can't be read."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import rfc8785

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_ROW = 1_000_000  # characters; a longer one is no row of a log
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class UnreadableFileError(Exception):
    """The file as a whole can't be read; the message says what came, what was expected and what to do."""


@dataclass(frozen=True)
class SourceRow:
    """One row of the source: its line (from 1), and its values or the reason why there are none."""

    line: int
    values: dict[str, Any]
    problem: str = ""
    name: str = ""


def rows(path: Path, id_column: str) -> Iterator[SourceRow]:
    """Yield every row of the file at ``path``, as ``rows_in`` does.

    Raises:
        UnreadableFileError: there is no such file, or it can't be read as a whole.
    """
    if not path.is_file():
        raise UnreadableFileError(f"{path}: there is no such file. Check the name.")
    return rows_in(path.name, path.read_bytes(), id_column)


def rows_in(name: str, data: bytes, id_column: str) -> Iterator[SourceRow]:
    """Yield every row of a file's ``data``, named by its ``id_column``.

    A CSV is read by its header, else each line is one JSON object. A row without an id is named by its
    line; a line that can't be read is yielded too, with its problem; none is dropped.

    Raises:
        UnreadableFileError: it isn't text in UTF-8, it is empty, or it has no header.
    """
    text = _text(name, data)
    if name.lower().endswith(".csv"):
        found = _csv(name, text)
    elif name.lower().endswith((".jsonl", ".ndjson", ".json")):
        found = _json_lines(text)
    else:
        raise UnreadableFileError(f"{name}: expected a name that ends in .csv or .jsonl.")
    for row in found:
        name = _printable(str(row.values.get(id_column) or f"line {row.line}"))[:120]
        yield replace(row, name=name, problem=row.problem or _unkeepable(row.values))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in text)


def _unkeepable(values: dict[str, Any]) -> str:
    """Say what in a row no database and no canonical JSON (RFC 8785) can hold, or nothing."""
    try:
        kept = rfc8785.dumps(values)
    except (rfc8785.IntegerDomainError, rfc8785.FloatDomainError):
        return "a number is too large or is none; write it as text, in quotes"
    except rfc8785.CanonicalizationError:
        return "half of a character (a lone surrogate) stands in it; export it again as UTF-8"
    except RecursionError:
        return "lists stand in lists too deep to be read"
    return "a NUL character (0x00) stands in it; take it out" if _NUL.search(kept) else ""


def _text(name: str, data: bytes) -> str:
    if not data.strip():
        raise UnreadableFileError(f"{name}: the file is empty. Export it again.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            f"{name}, line {line}: byte 0x{data[error.start]:02x} is not UTF-8. "
            "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8') and try again.",
        ) from error


def _json_lines(text: str) -> Iterator[SourceRow]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LARGEST_ROW:
            yield SourceRow(
                number, {}, f"the line has {len(line):,} characters; at most {LARGEST_ROW:,} are read"
            )
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield SourceRow(number, {}, f"not JSON: {str(error)[:120]}")
            continue
        if isinstance(values, dict):
            yield SourceRow(number, values)
        else:
            yield SourceRow(number, {}, f"expected an object {{…}}, and a {type(values).__name__} came")


def _csv(name: str, text: str) -> Iterator[SourceRow]:
    csv.field_size_limit(LARGEST_ROW)
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    names = [name.strip() for name in header]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or "" in names:
        what = f"the column {repeated[0]!r} stands twice" if repeated else "a column has no name"
        raise UnreadableFileError(f"{name}, line 1: {what}. Give each column one name of its own.")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield SourceRow(reader.line_num, {}, f"not CSV: {error}")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problem = f"{len(cells)} cells, and the header has {len(names)} columns"
            yield SourceRow(reader.line_num, {}, problem)
        else:
            yield SourceRow(reader.line_num, dict(zip(names, cells, strict=True)))

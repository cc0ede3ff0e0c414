"""Read an audit log of look-ups: CSV, JSON lines, a JSON list, or XLSX, whatever its columns are called.

``columns.toml`` lists the names. Plates, photographs and names of persons looked up are left where they are.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.lookups.when import moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from scopeofduty.sweep.readers.source import Source

_HEADER_ROWS = 30
_DECIDING = ("reason", "agency", "user", "time", "case")


class LogError(Exception):
    """A file that is no log of look-ups; the text says what came, what was expected, and what to do."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One look-up. ``row`` counts rows of data from 1; ``at`` is None where ``time`` can't be read."""

    row: int
    reason: str
    agency: str = ""
    user: str = ""
    time: str = ""
    at: dt.datetime | None = None
    scope: str = ""
    case: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class NotALookup:
    """A row that could not be read, and why."""

    row: int
    why: str


@cache
def _names() -> dict[str, tuple[str, ...]]:
    text = files("scopeofduty.sweep.lookups").joinpath("columns.toml").read_text(encoding="utf-8")
    return {part: tuple(names) for part, names in tomllib.loads(text).items()}


def read_log(source: Source) -> Iterator[Lookup | NotALookup]:
    """Yield each look-up of a log, in order; a row that can't be read is yielded as such.

    Raises:
        LogError: The file can't be read, or has no column for a reason; the text names the columns found.
    """
    head = source.data[:4]
    if head.startswith(b"PK\x03\x04"):
        return _tabular(_sheet(source))
    if not source.data.strip():
        raise LogError("the file is empty; expected an audit log with a header")
    if b"\x00" in source.data[:4096] and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise LogError("the file is binary; expected CSV, JSON lines or XLSX: export the log as one of these")
    text = source.text()
    return _objects(text) if text.lstrip()[:1] in {"{", "["} else _tabular(_delimited(text))


def _plain(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[a-z0-9]+", fold(spaced).text))


def _columns(header: list[str]) -> dict[str, list[int]]:
    """Return which columns hold what; ``more`` may be several, every other part is at most one."""
    plain = [_plain(name) for name in header]
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for part in ("reason", "agency", "time", "user", "case", "scope", "more"):
        at = [
            plain.index(name) for name in _names()[part] if name in plain and plain.index(name) not in taken
        ]
        if not at and part in {"reason", "agency", "time"}:
            at = [
                i for name in _names()[part] if len(name) > 4
                for i, words in enumerate(plain) if i not in taken and f" {name} " in f" {words} "
            ]  # fmt: skip
        found[part] = list(dict.fromkeys(at if part == "more" else at[:1]))
        taken.update(found[part])
    return found


def _delimited(text: str) -> Iterator[list[str]]:
    first = text[:50_000].splitlines()[:_HEADER_ROWS]
    mark = max(",;\t|", key=lambda m: max((line.count(m) for line in first), default=0))
    csv.field_size_limit(10_000_000)
    lines = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=mark)
    try:
        yield from lines
    except csv.Error as error:
        raise LogError(f"the log breaks at line {lines.line_num} ({error}); export it anew as CSV") from error


def _sheet(source: Source) -> Iterator[list[str]]:
    import warnings

    import openpyxl

    from scopeofduty.sweep.piece import UnreadableError
    from scopeofduty.sweep.readers.office import open_zip

    try:
        open_zip(source).close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
    except UnreadableError as error:
        raise LogError(f"the workbook can't be read: {error}") from error
    except Exception as error:
        raise LogError(f"the workbook is broken ({type(error).__name__}); export the log as CSV") from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if value is None else str(value) for value in row]


def _tabular(rows: Iterable[list[str]]) -> Iterator[Lookup | NotALookup]:
    """Find the header within the first rows, which exports fill with titles, and read what follows."""
    rest = iter(rows)
    seen: list[list[str]] = []
    for row in rest:
        seen.append(row)
        columns = _columns(row)
        if columns["reason"] and sum(bool(columns[part]) for part in _DECIDING) >= 2:
            return _under(columns, len(row), rest)
        if len(seen) >= _HEADER_ROWS:
            break
    widest = max(seen, key=lambda row: sum(1 for c in row if c.strip()), default=[])
    names = ", ".join(c.strip()[:40] for c in widest[:20] if c.strip()) or "nothing"
    raise LogError(
        f"no column for the reason of a look-up; found: {names}. Expected a header with a reason "
        "(purpose, justification, motivo) and an agency, a user or a time; rename the column in the export"
    )


def _under(
    columns: dict[str, list[int]], width: int, rows: Iterator[list[str]]
) -> Iterator[Lookup | NotALookup]:
    for number, row in enumerate(rows, 1):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= columns["reason"][0] and len(row) < width // 2:
            yield NotALookup(number, f"{len(row)} cells where the header has {width}")
            continue
        yield _lookup(number, {part: [row[i] for i in at if i < len(row)] for part, at in columns.items()})


def _lookup(number: int, cells: dict[str, list[str]]) -> Lookup:
    def one(part: str) -> str:
        return next((c.strip()[:500] for c in cells[part]), "")

    more = " | ".join(c.strip()[:500] for c in cells["more"] if c.strip())
    return Lookup(
        number, one("reason"), one("agency"), one("user"), one("time"), moment(one("time")),
        one("scope"), one("case"), more,
    )  # fmt: skip


def _objects(text: str) -> Iterator[Lookup | NotALookup]:
    if text.lstrip().startswith("["):
        try:
            listed: Iterable[Any] = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LogError(
                f"the JSON breaks ({error}); expected a list of objects or one object a line"
            ) from error
    else:
        listed = (_row(line) for line in text.splitlines() if line.strip())
    return _each(listed)


def _row(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _each(listed: Iterable[Any]) -> Iterator[Lookup | NotALookup]:
    known = False
    for number, item in enumerate(listed, 1):
        if not isinstance(item, dict):
            yield NotALookup(number, "no JSON object")
            continue
        header = [str(name) for name in item]
        columns = _columns(header)
        if not columns["reason"] and not known:
            raise LogError(f"no reason among the names of object {number}: {', '.join(header[:20])}")
        known = True
        values = ["" if v is None else str(v) for v in item.values()]
        yield _lookup(number, {part: [values[i] for i in at] for part, at in columns.items()})

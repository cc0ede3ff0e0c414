"""The work of a sweep cut into units: a whole file, or a range of lines of a large one."""

from __future__ import annotations

import fnmatch
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.sweep.bulk import examine_range
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit, NotRead
from scopeofduty.sweep.readers.database import SUFFIXES, read_file
from scopeofduty.sweep.readers.source import DOCUMENT_LIMIT, Source, utf16

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGE = 32_000_000
"""Bytes from which a text or table is cut into ranges instead of being read whole."""
RANGE = 64_000_000
HEAD = 4_000_000
_LINES = frozenset({".txt", ".log", ".csv", ".tsv", ".psv", ".jsonl", ".ndjson", ".md", ".sql", ""})
_TABLES = frozenset({".csv", ".tsv", ".psv", ".jsonl", ".ndjson", ".sql"})
_SKIPPED = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".mypy_cache"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of work. ``end`` is 0 for a whole file; ``id`` changes when the file or the range does."""

    path: str
    name: str
    start: int = 0
    end: int = 0
    stamp: str = ""

    @property
    def id(self) -> str:
        """Name the unit: path, range, and size and time of change of the file."""
        return f"{self.path}\x1f{self.start}-{self.end}\x1f{self.stamp}"


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What a unit gave: hits, parts not read, and how many lines and bytes it covered."""

    found: tuple[Hit | NotRead, ...]
    lines: int
    size: int


def units(paths: Iterable[Path], exclude: tuple[str, ...] = ()) -> Iterator[Unit]:
    """Yield the units of files and folders, in the order of their names."""
    for path in paths:
        for file in _files(path, exclude):
            yield from _cut(file)


def _files(path: Path, exclude: tuple[str, ...]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if f not in _SKIPPED)
        for name in sorted(names):
            file = Path(folder, name)
            relative = str(file.relative_to(path))
            if not any(fnmatch.fnmatch(relative, mark) or fnmatch.fnmatch(name, mark) for mark in exclude):
                yield file


def _cut(file: Path) -> Iterator[Unit]:
    name, path = file.as_posix(), str(file.absolute())  # a worker elsewhere has another working folder
    try:
        status = file.stat()
    except OSError:
        yield Unit(path, name)
        return
    stamp = f"{status.st_size}-{status.st_mtime_ns}"
    if status.st_size < LARGE or file.suffix.lower() not in _LINES or utf16(_head(file)):
        yield Unit(path, name, stamp=stamp)
        return
    for start in range(0, status.st_size, RANGE):
        yield Unit(path, name, start, min(start + RANGE, status.st_size), stamp)


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(400)
    except OSError:
        return b""


def do(unit: Unit) -> UnitResult:
    """Do one unit. A file that can't be opened is reported as not read; nothing is raised for bad input."""
    path = Path(unit.path)
    try:
        if unit.end:
            return _range(unit, path)
        size = path.stat().st_size
        if not path.is_file():
            return UnitResult((NotRead(unit.name, "no regular file (a socket, a device or a pipe)"),), 0, 0)
        if path.suffix.lower() in SUFFIXES or _head(path).startswith(b"SQLite format 3\x00"):
            return UnitResult(tuple(read_file(path, unit.name)), 0, size)
        if size > 2 * DOCUMENT_LIMIT:
            reason = f"{size:,} bytes: larger than {2 * DOCUMENT_LIMIT:,}, the most that is read whole"
            return UnitResult((NotRead(unit.name, reason),), 0, size)
        return UnitResult(tuple(examine(Source(unit.name, path.read_bytes()))), 0, size)
    except OSError as error:
        return UnitResult((NotRead(unit.name, error.strerror or str(error)),), 0, 0)


def _range(unit: Unit, path: Path) -> UnitResult:
    with path.open("rb") as stream:
        head: tuple[Hit | NotRead, ...] = ()
        if unit.start == 0 and path.suffix.lower() in _TABLES:
            data = stream.read(HEAD)
            data = data[: data.rfind(b"\n") + 1] or data
            head = tuple(
                h for h in examine(Source(unit.name, data)) if not isinstance(h, Hit) or h.line is None
            )
        result = examine_range(unit.name, stream, unit.start, unit.end)
    return UnitResult((*head, *result.found), result.lines, unit.end - unit.start)

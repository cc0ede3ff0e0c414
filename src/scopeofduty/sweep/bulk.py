"""Large texts, block by block: memory stays flat whatever the file's size.

The prefilter names the lines that may matter; only those are decoded and judged.
A line too long to judge whole is judged in windows around its anchors, so a hit near two may be told twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from scopeofduty.sweep.examine import judge, record
from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.hit import Hit, NotRead, marked
from scopeofduty.sweep.piece import Place, ProsePiece
from scopeofduty.sweep.prefilter import (
    BLOCK,
    Engine,
    Line,
    folded_bytes,
    lines_that_may_matter,
    searcher,
)
from scopeofduty.sweep.prose.judge import SWEEP_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.prose.rule import Rule

LONG_LINE = 20_000
"""Bytes of a line that is still judged whole."""
_WINDOW = 1_000


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a range of a file gave; hits count lines from the range's first line, which is 1."""

    found: tuple[Hit | NotRead, ...]
    lines: int


def blocks(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """Yield the lines that begin in ``[start, end)``, in blocks of whole lines or parts of a long one."""
    stream.seek(start)
    left = end - start
    if start:
        stream.seek(start - 1)
        left -= _skip_line(stream, left + 1) - 1
    rest = b""
    open_line = left > 0
    while left > 0 or open_line:
        # Past the range only to the end of the line that began in it, however long it is.
        data = stream.read(min(BLOCK, left)) if left > 0 else stream.readline(BLOCK)
        if not data:
            break
        left -= len(data)
        open_line = not data.endswith(b"\n")
        data = rest + data
        cut = data.rfind(b"\n") + 1
        if not cut and len(data) >= 2 * BLOCK:
            cut = len(data) - _WINDOW
        rest = data[cut:]
        if cut:
            yield data[:cut]
    if rest:
        yield rest


def _skip_line(stream: BinaryIO, most: int) -> int:
    """Read to the end of a line begun in an earlier range; return how many bytes that took."""
    taken = 0
    while taken < most:
        part = stream.readline(min(BLOCK, most - taken))
        taken += len(part)
        if not part or part.endswith(b"\n"):
            break
    return taken


def examine_range(
    file: str, stream: BinaryIO, start: int, end: int, engine: Engine | None = None
) -> BulkResult:
    """Judge the lines of a file that begin in ``[start, end)``, as records of their own."""
    found: list[Hit | NotRead] = []
    line = 1
    for block in blocks(stream, start, end):
        lines, count = lines_that_may_matter(block, engine)
        for each in lines:
            place = Place(line=line + each.number)
            if len(each.raw) <= LONG_LINE:
                found.extend(record(ProsePiece(place, decode(each.raw), stored=True), file, _book(each)))
                continue
            for text in _texts(each.raw, engine):
                found.extend(judge(ProsePiece(place, text, stored=True), file))
        line += count
    return BulkResult(tuple(found), line - 1)


def _book(line: Line) -> tuple[Rule, ...] | None:
    """Return the rules that may match a line, where the engine told and folds it as the rules do."""
    if line.rules is None or fold(decode(line.raw)).text.encode("ascii", "replace") != line.folded:
        return None
    return tuple(SWEEP_RULES[number] for number in line.rules)


def _texts(raw: bytes, engine: Engine | None) -> Iterator[str]:
    for start in range(0, len(raw), LONG_LINE):
        part = raw[max(0, start - _WINDOW) : start + LONG_LINE]
        ends = list(searcher("prose", engine)(folded_bytes(part) + b"\n"))
        if ends and part.isascii():
            yield from (decode(part[first:last]) for first, last in _windows(ends, len(part)))
        elif ends:
            yield decode(part)


def _windows(ends: list[int], length: int) -> Iterator[tuple[int, int]]:
    first, last = max(0, ends[0] - _WINDOW), ends[0] + _WINDOW
    for end in ends:
        if end - _WINDOW > last:
            yield first, last
            first = end - _WINDOW
        last = end + _WINDOW
    yield first, min(last, length)


def decode(raw: bytes) -> str:
    """Decode a line as UTF-8, else as Windows-1252."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def renumber(found: tuple[Hit | NotRead, ...], offset: int) -> tuple[Hit | NotRead, ...]:
    """Shift line numbers by the lines before the range, and give hits their fingerprints."""
    return tuple(_shift(item, offset) for item in found)


def _shift(item: Hit | NotRead, offset: int) -> Hit | NotRead:
    line = None if item.line is None else item.line + offset
    if isinstance(item, NotRead):
        return replace(item, line=line)
    return replace(item if item.fingerprint else marked(item), line=line)

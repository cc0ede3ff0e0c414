r"""Which blocks of text may matter at all: RE2, or Hyperscan where it is installed.

The engine only says that one of the anchors (``anchors.txt``) stands in a block.
A block ends in a line break, because an anchor that is a whole word asks for the character after it.
Python's ``re`` decides every match and its position from there, so both engines give the same hits.
Both read folded bytes, which are ASCII.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from scopeofduty.sweep.folding import LOOKALIKES
from scopeofduty.sweep.prose import rule
from scopeofduty.sweep.prose.judge import SWEEP_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Engine = Literal["hyperscan", "re2", "re"]
BLOCK = 1 << 20
"""Bytes of one block; a hit never spans blocks, because blocks end at a line's end."""


Subject = Literal["prose", "code"]
"""What is read: running text, or lines of code whose identifiers are spelled out afterwards."""
_WORD = re.compile(r"<([^<>]*)>")


@cache
def anchors(subject: Subject) -> tuple[str, ...]:
    """Return patterns over folded bytes; a text without any of them can match no rule for its subject.

    For prose they are derived from the rules; for code those and the abbreviations in ``anchors.txt``.
    """
    wider = {pattern for each in SWEEP_RULES for pattern in each.without_literals}
    found = {rule.literal_pattern(text) for text in rule.anchors()[rule.EVERY_RULE]} | wider
    if subject == "code":
        text = files("scopeofduty.sweep").joinpath("anchors.txt").read_text(encoding="utf-8")
        written = (line for line in text.splitlines() if line and not line.startswith("# "))
        found |= {_WORD.sub(r"(?:^|[^a-z\\n])\1[^a-z]", line) for line in written}
    return tuple(sorted(found))


_STRETCH = 2_048
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


def folded_bytes(raw: bytes) -> bytes:
    """Fold bytes of UTF-8 (or Windows-1252) as cheaply as may be: lower case, no accents, the same lines."""
    plain = raw.lower()
    if plain.isascii():
        return plain
    parts = []
    start = 0
    while start < len(plain):
        end = start + _STRETCH
        while end < len(plain) and plain[end] >= 0x80:
            end += 1
        part = plain[start:end]
        parts.append(part if part.isascii() else _BEYOND_ASCII.sub(_fold_run, part))
        start = end
    return b"".join(parts)


def _fold_run(match: re.Match[bytes]) -> bytes:
    return _folded_run(match.group())


@lru_cache(maxsize=65_536)
def _folded_run(run: bytes) -> bytes:
    try:
        text = run.decode()
    except UnicodeDecodeError:
        text = run.decode("cp1252", errors="replace")
    plain = unicodedata.normalize("NFKD", text.translate(LOOKALIKES).lower())
    return plain.encode("ascii", "ignore")


@cache
def best_engine() -> Engine:
    """Return the fastest engine installed here."""
    for name, module in (("hyperscan", "hyperscan"), ("re2", "re2")):
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        return name  # type: ignore[return-value]
    return "re"


@cache
def searcher(subject: Subject, engine: Engine | None = None) -> Callable[[bytes], Iterator[int]]:
    """Return a function that yields the end offsets of anchors in folded bytes, in order."""
    chosen = engine or best_engine()
    if chosen == "hyperscan":
        return _hyperscan(subject)
    pattern = "(?m)(?:" + "|".join(anchors(subject)) + ")"
    if chosen == "re2":
        re2 = importlib.import_module("re2")
        options = re2.Options()
        options.max_mem = 512 << 20
        options.encoding = re2.Options.Encoding.LATIN1
        compiled: Any = re2.compile(pattern.encode(), options)
    else:
        compiled = re.compile(pattern.encode())

    def search(block: bytes) -> Iterator[int]:
        return (match.end() for match in compiled.finditer(block))

    return search


def _hyperscan(subject: Subject) -> Callable[[bytes], Iterator[int]]:
    hyperscan = importlib.import_module("hyperscan")
    database = hyperscan.Database()
    patterns = [anchor.encode() for anchor in anchors(subject)]
    flags = [hyperscan.HS_FLAG_MULTILINE] * len(patterns)
    database.compile(
        expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags
    )

    def search(block: bytes) -> Iterator[int]:
        ends: list[int] = []
        database.scan(block, match_event_handler=lambda _id, _start, end, _flags, _context: ends.append(end))
        return iter(sorted(set(ends)))

    return search


def may_matter(text: str) -> bool:
    """Some anchor, of code or of prose, stands in ``text``.

    Always by RE2, which starts at once; Hyperscan pays off on large texts only.
    """
    folded = folded_bytes(text.encode("utf-8", "replace"))
    return next(iter(searcher("code", "re2")(folded + b"\n")), None) is not None


def lines_that_may_matter(block: bytes, engine: Engine | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield the number (from 0) and the bytes of each line of prose in ``block`` that holds an anchor."""
    folded = folded_bytes(block)
    if not folded.endswith(b"\n"):
        folded += b"\n"
    same = block.isascii()
    lines = [] if same else block.split(b"\n")
    counted = number = 0
    last = -1
    for end in searcher("prose", engine)(folded):
        if end - 1 <= last:
            continue
        start = folded.rfind(b"\n", 0, end - 1) + 1
        last = folded.find(b"\n", end - 1)
        number += folded.count(b"\n", counted, start)
        counted = start
        yield number, block[start:last] if same else lines[number]

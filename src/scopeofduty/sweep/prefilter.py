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
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from scopeofduty.sweep.folding import LOOKALIKES
from scopeofduty.sweep.patterns import scanner
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


_STRETCH = 8_192
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


def folded_bytes(raw: bytes) -> bytes:
    """Fold bytes of UTF-8 (or Windows-1252) as cheaply as may be: lower case, no accents, the same lines."""
    return _plain(raw.lower())[0]


def _plain(plain: bytes) -> tuple[bytes, list[int], list[int]]:
    """Return bytes without accents and, for each stretch of them, where it starts there and in what came."""
    if plain.isascii():
        return plain, [0], [0]
    parts, here, there = [], [], []
    start = length = 0
    while start < len(plain):
        end = start + _STRETCH
        while end < len(plain) and plain[end] >= 0x80:
            end += 1
        part = plain[start:end]
        parts.append(part if part.isascii() else _BEYOND_ASCII.sub(_fold_run, part))
        here.append(length)
        there.append(start)
        length += len(parts[-1])
        start = end
    return b"".join(parts), here, there


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
        scan = scanner(list(anchors(subject)))
        return lambda block: iter(sorted({end for end, _ in scan(block)}))
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


@cache
def rule_scanner() -> tuple[Callable[[bytes], list[tuple[int, int]]], tuple[frozenset[int], ...]]:
    """Return a Hyperscan scan, and for each of its patterns the numbers of the rules in ``SWEEP_RULES``."""
    rules: dict[str, set[int]] = {}
    for number, each in enumerate(SWEEP_RULES):
        for pattern in (*map(rule.literal_pattern, each.anchors), *each.without_literals):
            rules.setdefault(pattern, set()).add(number)
    return scanner(list(rules)), tuple(map(frozenset, rules.values()))


def may_matter(text: str) -> bool:
    """Some anchor, of code or of prose, stands in ``text``.

    Always by RE2, which starts at once; Hyperscan pays off on large texts only.
    """
    folded = folded_bytes(text.encode("utf-8", "replace"))
    return next(iter(searcher("code", "re2")(folded + b"\n")), None) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may matter: its number in the block from 0, its bytes as given and folded.

    ``rules`` are the numbers of the rules whose literals stand in it, or None where the engine doesn't tell.
    """

    number: int
    raw: bytes
    folded: bytes
    rules: tuple[int, ...] | None


def lines_that_may_matter(block: bytes, engine: Engine | None = None) -> tuple[list[Line], int]:
    """Return each line of prose in ``block`` that holds an anchor, in order, and how many lines end in it."""
    numbered = (engine or best_engine()) == "hyperscan"
    folded, here, there = _plain(block if numbered else block.lower())  # Hyperscan minds no capitals
    whole = folded if folded.endswith(b"\n") else folded + b"\n"
    scan, rules_of = rule_scanner() if numbered else (None, ())
    ends = scan(whole) if scan else [(end, 0) for end in searcher("prose", engine)(whole)]
    lines: list[Line] = []
    counted = number = at = 0
    while at < len(ends):
        start = whole.rfind(b"\n", 0, ends[at][0] - 1) + 1
        last = whole.find(b"\n", ends[at][0] - 1)
        rules: set[int] = set()
        while at < len(ends) and ends[at][0] - 1 <= last:
            rules.update(rules_of[ends[at][1]] if numbered else ())
            at += 1
        number += folded.count(b"\n", counted, start)
        counted = start
        raw = block[start:last] if len(here) == 1 else _as_given(block, whole, start, here, there)
        lines.append(Line(number, raw, whole[start:last].lower(), tuple(sorted(rules)) if numbered else None))
    return lines, number + folded.count(b"\n", counted)


def _as_given(block: bytes, folded: bytes, start: int, here: list[int], there: list[int]) -> bytes:
    """Return the line of ``block`` that begins at ``start`` of its folded bytes."""
    stretch = bisect_right(here, start) - 1
    at = there[stretch]
    for _ in range(folded.count(b"\n", here[stretch], start)):
        at = block.find(b"\n", at) + 1
    end = block.find(b"\n", at)
    return block[at:] if end < 0 else block[at:end]

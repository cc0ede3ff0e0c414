r"""Which blocks of text may matter at all: RE2, or Hyperscan where it is installed.

The engine only says that one of the anchors (``anchors.txt``) stands in a block.
A block ends in a line break, because an anchor that is a whole word asks for the character after it.
Python's ``re`` decides every match and its position from there, so both engines give the same hits.
Anchors are bytes of UTF-8, read without regard to case.
RE2's ``\\b`` knows only ASCII and is not used.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from scopeofduty.sweep import countries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Engine = Literal["hyperscan", "re2", "re"]
BLOCK = 1 << 20
"""Bytes of one block; a hit never spans blocks, because blocks end at a line's end."""


_ACCENTS = {"a": "\u00e1", "e": "\u00e9", "i": "\u00ed", "o": "\u00f3", "u": "\u00fa", "n": "\u00f1"}
_LETTER = re.compile(r"\{([aeioun])\}")
_WORD = re.compile(r"<([^<>]*)>")


@cache
def anchors() -> tuple[str, ...]:
    """Return the anchors, as patterns over bytes: a text without any of them can match no rule."""
    text = files("scopeofduty.sweep").joinpath("anchors.txt").read_text(encoding="utf-8")
    written = [line for line in text.splitlines() if line and not line.startswith("# ")]
    places = [f"<{_plain(word)}" for word in countries.spellings()]
    return tuple(dict.fromkeys(_spell(anchor) for anchor in (*written, *places)))


def _plain(word: str) -> str:
    marked = {accent: "{" + letter + "}" for letter, accent in _ACCENTS.items()}
    spelled = "".join(marked.get(c, c) for c in word.lower())
    return spelled.encode("ascii", "ignore").decode().replace(" ", "[ -]")


def _spell(anchor: str) -> str:
    anchor = _WORD.sub(r"(?:^|[^a-z\\n])\1[^a-z]", anchor)
    if anchor.startswith("<"):
        anchor = r"(?:^|[^a-z\n])" + anchor[1:]
    return _LETTER.sub(lambda m: _both(m.group(1)), anchor)


def _both(letter: str) -> str:
    forms = [_ACCENTS[letter], _ACCENTS[letter].upper()]
    return (
        "(?:" + "|".join([letter, *("".join(f"\\x{b:02x}" for b in form.encode()) for form in forms)]) + ")"
    )


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
def searcher(engine: Engine | None = None) -> Callable[[bytes], Iterator[int]]:
    """Return a function that yields the end offsets of anchors in a block of bytes, in order."""
    chosen = engine or best_engine()
    if chosen == "hyperscan":
        return _hyperscan()
    pattern = "(?im)(?:" + "|".join(anchors()) + ")"
    if chosen == "re2":
        re2 = importlib.import_module("re2")
        options = re2.Options()
        options.max_mem = 64 << 20
        options.encoding = re2.Options.Encoding.LATIN1
        compiled: Any = re2.compile(pattern.encode(), options)
    else:
        compiled = re.compile(pattern.encode())

    def search(block: bytes) -> Iterator[int]:
        return (match.end() for match in compiled.finditer(block))

    return search


def _hyperscan() -> Callable[[bytes], Iterator[int]]:
    hyperscan = importlib.import_module("hyperscan")
    database = hyperscan.Database()
    patterns = [anchor.encode() for anchor in anchors()]
    flags = [hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_MULTILINE] * len(patterns)
    database.compile(
        expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=flags
    )

    def search(block: bytes) -> Iterator[int]:
        ends: list[int] = []
        database.scan(block, match_event_handler=lambda _id, _start, end, _flags, _context: ends.append(end))
        return iter(sorted(set(ends)))

    return search


def may_matter(text: str) -> bool:
    """Some anchor stands in ``text``."""
    return next(iter(searcher()(text.encode("utf-8", "replace") + b"\n")), None) is not None


def lines_that_may_matter(block: bytes, engine: Engine | None = None) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line of ``block`` that holds an anchor, once each, in order."""
    last = 0
    for end in searcher(engine)(block if block.endswith(b"\n") else block + b"\n"):
        if end <= last:
            continue
        start = block.rfind(b"\n", 0, end - 1) + 1
        stop = block.find(b"\n", end - 1)
        last = len(block) if stop < 0 else stop
        yield start, last

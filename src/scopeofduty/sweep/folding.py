"""One spelling for many: lower case, no accents, no tricks, with the way back to the original.

Rules are written once, in plain lower-case ASCII.
This module brings a text to that spelling and remembers, for each character, where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that look like Latin ones (Unicode confusables, the ones seen in evasion).
LOOKALIKES = str.maketrans("аеорсухіјѕԁɡοανικρτυ", "aeopcyxijsdgoavikptu")
_QUOTES = str.maketrans(
    {0x2019: "'", 0x2018: "'", 0x60: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0x2011: "-"}
)
_LEET = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?<![a-z0-9])(?:[a-z0](?:[ ._*-]{1,2})){3,}[a-z](?![a-z0-9])")
_LEET_WORD = re.compile(
    r"(?<![a-z0-9@$#-])(?=[a-z@$]*[0134 57@$])[a-z0134 57@$]{6,}(?![a-z0-9@$-])".replace(" ", "")
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, the index in the original."""

    text: str
    origin: tuple[int, ...] | None
    original_length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Translate a span of the folded text to a span of the original."""
        if self.origin is None:
            return start, end
        first = self.origin[start] if start < len(self.origin) else self.original_length
        return first, self.origin[end - 1] + 1 if end > start else first


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if unicodedata.category(char) in {"Cf", "Mn"}:
        return ""
    if unicodedata.category(char) == "Zs":
        return " "
    base = unicodedata.normalize("NFKD", char)
    plain = "".join(c for c in base if not unicodedata.combining(c)).lower()
    return plain.translate(LOOKALIKES).translate(_QUOTES)


def _undo_leet(match: re.Match[str]) -> str:
    word = match.group()
    letters = sum(c.isalpha() for c in word)
    return word.translate(_LEET) if letters >= 5 and letters >= len(word) - 2 else word


def fold(text: str) -> Folded:
    """Fold ``text``: lower case, no accents, no zero-width characters, s p a c e d letters joined."""
    if text.isascii():
        plain, origin = text.lower(), None
    else:
        pieces = [_letter(c) for c in text]
        plain = "".join(pieces)
        simple = all(len(p) == 1 for p in pieces)
        origin = None if simple else tuple(i for i, p in enumerate(pieces) for _ in p)
    plain = _LEET_WORD.sub(_undo_leet, plain)
    return _join_spaced(plain, origin, len(text))


def _join_spaced(plain: str, origin: tuple[int, ...] | None, length: int) -> Folded:
    drop: set[int] = set()
    for match in _SPACED.finditer(plain):
        drop.update(i for i in range(match.start(), match.end()) if not plain[i].isalnum())
    if not drop:
        return Folded(plain, origin, length)
    keep = [i for i in range(len(plain)) if i not in drop]
    back = tuple(origin[i] for i in keep) if origin is not None else tuple(keep)
    return Folded("".join(plain[i] for i in keep), back, length)


_SHORT = "".join(
    rf"(?<!\b{word})" for word in ("no", "vs", r"u\.s", "m[rs]", "mrs", "[ds]r", "st", "lt", "sgt", "ofc")
)
_END = re.compile(rf"(?<![ .][a-z]){_SHORT}[.!?]+(?=\s|$)|[;\n]+")
_TURN = re.compile(
    r"\s(?:but|however|although|though|pero|aunque|sin embargo)\s|,\s+(?:and|y|so|asi que)\s|\s-\s"
)


def sentences(folded: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a folded text; ``U.S.``, initials and ``no.`` end none."""
    return _cut(folded, _END, 0, len(folded))


def clauses(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of one sentence: cut where it turns (but, pero) or goes on (, and)."""
    return _cut(folded, _TURN, start, end)


def _cut(text: str, at: re.Pattern[str], start: int, end: int) -> tuple[tuple[int, int], ...]:
    spans = []
    for match in at.finditer(text, start, end):
        spans.append((start, match.end()))
        start = match.end()
    if start < end:
        spans.append((start, end))
    return tuple(spans)

"""Country names and the words for their people, in English and Spanish, as one pattern each.

``countries.txt`` holds a line per place: English name, Spanish name, English demonyms, Spanish demonyms.
Beside states it names regions and the cities people most often give as where they are from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from scopeofduty.sweep.folding import fold


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    text = files("scopeofduty.sweep").joinpath("countries.txt").read_text(encoding="utf-8")
    return tuple(tuple(fold(line).text.split("|")) for line in text.splitlines() if line)


def _alternatives(words: set[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    spelled = (word.replace(" ", "[ -]").replace("-au-", "[ -]au[ -]") for word in ordered)
    return "(?:" + "|".join(rf"\b{word}" for word in spelled) + ")"


@cache
def names() -> frozenset[str]:
    """Return the folded names of every place listed, in both languages."""
    return frozenset(n for row in _rows() for column in row[:2] for n in column.split(",") if n)


@cache
def name_pattern() -> str:
    """Return a pattern of every folded place name outside the United States."""
    return _alternatives(set(names()))


@cache
def demonyms() -> frozenset[str]:
    """Return the folded demonyms in both languages, Spanish ones in all four endings."""
    words = {d for row in _rows() for d in row[2].split(",") if d}
    for row in _rows():
        words.update(form for d in row[3].split(",") if d for form in _endings(d))
    return frozenset(words)


@cache
def demonym_pattern() -> str:
    """Return a pattern of every folded demonym."""
    return _alternatives(set(demonyms()))


def _endings(word: str) -> set[str]:
    if word.endswith("o"):
        return {word, word[:-1] + "a", word + "s", word[:-1] + "as"}
    if word.endswith(("es", "n", "l")):
        return {word, word + "a", word + "es", word + "as"}
    return {word, word + "s"}

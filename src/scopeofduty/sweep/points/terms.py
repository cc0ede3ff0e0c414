"""Spell out identifiers: ``US_CIT_FLG`` reads "us citizen flag", ``ctznshp_cd`` reads "citizenship code".

Names in schemas, forms and code are split (snake, camel, kebab, dots), then abbreviations are expanded:
by a list, by splitting words that run together, and by finding the word whose vowels were dropped.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from scopeofduty.sweep.folding import fold

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[^0-9A-Za-z]+")
_INDEX = re.compile(r"\[\d+\]")
_DIGITS = re.compile(r"(?<=[a-z]{3})(?=\d)|(?<=\d)(?=[a-z]{3})")
_BLANKS = re.compile(r"_{2,}|\.{4,}|\|_+\|")
_US = re.compile(r"\bu\. ?s\.(?: ?a\.)?")
_OFFICES = re.compile(
    r"\b(?:u\.?s\.? )?citizenship and immigration services?\b|\bexecutive office for immigration review\b"
    r"|\bimmigration and (?:customs enforcement|nationality act|naturalization service)\b"
)
_VOWELS = frozenset("aeiou")


@cache
def _vocabulary() -> tuple[dict[str, str], tuple[str, ...], frozenset[str]]:
    data = tomllib.loads(files("scopeofduty.sweep.points").joinpath("terms.toml").read_text(encoding="utf-8"))
    return data["abbreviations"], tuple(data["words"]), frozenset(data["words"]) | frozenset(data["glue"])


@cache
def _run_together() -> re.Pattern[str]:
    _, _, pieces = _vocabulary()
    ordered = sorted(pieces, key=lambda piece: (-len(piece), piece))
    return re.compile("(?:" + "|".join(ordered) + ")")


def identifier(name: str) -> str:
    """Return a name spelled out as folded words: ``BirthCountry`` gives ``birth country``."""
    name = "".join(c for c in name if c.isascii()) if name.isascii() else _ascii(name)
    spaced = _CAMEL.sub(" ", _INDEX.sub(" ", name))
    tokens = (token.lower() for token in _BREAK.split(spaced) if token)
    return " ".join(word for token in tokens for part in _DIGITS.split(token) for word in _expand(part))


def _ascii(name: str) -> str:
    return "".join(fold(c).text.upper() if c.isupper() else fold(c).text for c in name)


def label(text: str) -> str:
    """Return a label, tooltip or comment folded, without lines to write on and names of federal offices."""
    return " ".join(_OFFICES.sub(" ", _US.sub("us", _BLANKS.sub(" ", fold(text).text))).split())


@cache
def _expand(token: str) -> tuple[str, ...]:
    abbreviations, _, known = _vocabulary()
    if token in abbreviations:
        return tuple(abbreviations[token].split())
    if token in known or len(token) < 4:
        return (token,)
    return _split(token) or _vowels_back(token) or (token,)


def _split(token: str) -> tuple[str, ...]:
    """Split a token wholly made of known words; the empty tuple when it is not."""
    abbreviations, words, pieces = _vocabulary()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - 16), end):
            head, piece = best[start], token[start:end]
            if head is None or (piece not in pieces and not (len(piece) > 2 and piece in abbreviations)):
                continue
            if best[end] is None or len(head) + 1 < len(best[end] or ()):
                best[end] = (*head, piece)
    parts = best[-1]
    if parts is None or len(parts) < 2 or not any(p in words or p in abbreviations for p in parts):
        return ()
    return tuple(word for part in parts for word in abbreviations.get(part, part).split())


def _vowels_back(token: str) -> tuple[str, ...]:
    """Find the word that ``token`` abbreviates by dropping letters, mostly vowels."""
    if sum(c in _VOWELS for c in token) > (len(token) > 4):
        return ()
    _, words, _ = _vocabulary()
    for word in sorted(words, key=len):
        consonants = sum(c not in _VOWELS for c in word)
        kept = sum(c not in _VOWELS for c in token)
        if len(word) > 5 and word[0] == token[0] and kept >= 0.65 * consonants and _within(token, word):
            return (word,)
    return ()


def _within(token: str, word: str) -> bool:
    letters = iter(word)
    return all(c in letters for c in token)

"""What of a reason is kept: the usual words of such logs, and nothing that could name somebody.

Nobody can tell a surname from any other word by its letters. So it goes the other way round: a word stays if
it says something of immigration enforcement, tells nothing, or is usual in such reasons; every other word
becomes ``[…]``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from scopeofduty.sweep import guard
from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.lookups import Served, judge_reason

LONGEST = 200
LEFT_OUT = "[…]"
_HOLDS = str.maketrans({chr(code): " " for code in [*range(32), 127, *range(0xD800, 0xE000)]})
_WITH_DIGIT = re.compile(r"(?<![^\s,;|/])(?!287\(?[gG]\)?(?![^\s,;|/]))[^\s,;|/]*\d[^\s,;|/]*")
_WORD = re.compile(r"[^\W\d_]+(?:[.'\u2019&-][^\W\d_]+)*")
_RUN = re.compile(r"\[…\](?:[\s,.;:&'\u2019/()-]*\[…\])+")


def shown_reason(text: str) -> tuple[str, bool]:
    """Return what of a reason may be kept, and whether all of it was withheld.

    A reason that says what a person is, is not kept at all. Whatever has a digit in it (a plate, a case, a
    date of birth) becomes “#” save 287(g), and a word that is none of the usual ones “[…]”.
    """
    plain = " ".join(text.translate(_HOLDS).split())
    if guard.find(plain):
        return "", True
    kept = "#".join(_WORD.sub(_usual, part) for part in _WITH_DIGIT.split(plain))
    return _RUN.sub(LEFT_OUT, kept)[:LONGEST], False


@cache
def _usual_words() -> frozenset[str]:
    """Return words that such reasons are full of, English and Spanish, in small letters without accents."""
    text = files("scopeofduty.city.lookups").joinpath("usual_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _usual(found: re.Match[str]) -> str:
    return found.group() if usual(found.group().casefold()) else LEFT_OUT


@lru_cache(maxsize=16_384)
def usual(word: str) -> bool:
    """Say whether a word, in small letters, is usual in the reasons of such logs."""
    return fold(word).text in _usual_words() or judge_reason(word).served is not Served.NOT

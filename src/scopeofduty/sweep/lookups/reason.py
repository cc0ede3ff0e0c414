"""Judge the reason text of one look-up: did it serve immigration enforcement, may it have, doesn't it tell?

The patterns are in ``reasons.toml``; they read folded text, so spelling tricks and accents are gone.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from importlib.resources import files

from scopeofduty.sweep.folding import fold


class Served(StrEnum):
    """What a reason says about immigration enforcement."""

    SERVED = "served"
    """It names immigration enforcement or its agencies."""
    POSSIBLE = "possible"
    """It names what often is immigration enforcement: HSI, an administrative warrant, federal help."""
    UNTOLD = "not told"
    """It is empty or so vague that it fits anything: "investigation", "assist other agency"."""
    NOT = "not"
    """It gives another reason."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The judgement of a reason text, the rule that fired, and the words it fired on."""

    served: Served
    rule: str
    words: str = ""


@cache
def _book() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    text = files("scopeofduty.sweep.lookups").joinpath("reasons.toml").read_text(encoding="utf-8")
    book = tomllib.loads(text)
    return {
        group: [(name, re.compile("|".join(patterns))) for name, patterns in rules.items()]
        for group, rules in book.items()
    }


def judge_reason(text: str) -> Reason:
    """Judge one reason text, in English or Spanish; codes and comments may be joined to it by `` | ``.

    "ICE cream truck", crystal "ice", visa cards and "not immigration" are no immigration enforcement.
    """
    plain = re.sub(r"\s+", " ", fold(text).text).strip()
    for _, pattern in _book()["homonyms"]:
        plain = pattern.sub("~", plain)
    for group, served in (("served", Served.SERVED), ("possible", Served.POSSIBLE)):
        for name, pattern in _book()[group]:
            if match := pattern.search(plain):
                return Reason(served, name, match.group().strip())
    if word := _misspelt(plain):
        return Reason(Served.SERVED, "immigration-misspelt", word)
    return _vague(plain)


_MEANT = ("immigration", "immigrants", "inmigracion", "inmigrante")
_LIKE_ENOUGH = 0.82
"""Of difflib's ratio: "immirgation" has 0.91, "emmagration" 0.82, "imitation" 0.80."""


def _misspelt(plain: str) -> str:
    """Return a word that is nearly "immigration", in English or Spanish."""
    for word in re.findall(r"[a-z]{7,14}", plain):
        if word[0] in "ime" and any(
            SequenceMatcher(None, word, meant).ratio() >= _LIKE_ENOUGH for meant in _MEANT
        ):
            return str(word)
    return ""


def _vague(plain: str) -> Reason:
    """Take out every word that tells nothing; where nothing is left, the reason wasn't told."""
    left = plain
    for _, pattern in _book()["vague"]:
        left = pattern.sub(" ", left)
    if "~" not in left and not re.search(r"[a-z]{2,}", left):
        return Reason(Served.UNTOLD, "empty" if not re.search(r"[a-z]", plain) else "vague", plain[:80])
    return Reason(Served.NOT, "other-reason", plain[:80])

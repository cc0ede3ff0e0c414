"""Tell compliance from collection: a notice that says "we do not ask", code that drops or forbids a field."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.points.decide import decide
from scopeofduty.sweep.points.point import Point


@cache
def _pattern(name: str) -> re.Pattern[str]:
    text = files("scopeofduty.sweep.points").joinpath("complies.toml").read_text(encoding="utf-8")
    return re.compile("|".join(tomllib.loads(text)[name]))


def is_notice(text: str) -> bool:
    """The text tells people that something is not asked or not needed, and leaves no place to answer."""
    told: list[str] = []
    asked: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", fold(text).text):
        notice = _pattern("notice").search(sentence)
        blank = _pattern("blank").search(_pattern("signed").sub(" ", sentence))
        (told if notice and not blank else asked).append(sentence)
    return bool(told) and not decide(Point((), (" ".join(asked),)))


def is_guarded(code: str) -> bool:
    """The code drops, forbids or redacts what it names."""
    return bool(_pattern("code").search(fold(code).text))

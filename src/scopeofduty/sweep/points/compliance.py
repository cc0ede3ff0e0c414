"""Tell compliance from collection: a notice that says "we do not ask", code that drops or forbids a field."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from scopeofduty.sweep.folding import fold


@cache
def _pattern(name: str) -> re.Pattern[str]:
    text = files("scopeofduty.sweep.points").joinpath("complies.toml").read_text(encoding="utf-8")
    return re.compile("|".join(tomllib.loads(text)[name]))


def is_notice(text: str) -> bool:
    """The text tells people that something is not asked or not needed, and leaves no place to answer."""
    folded = fold(text).text
    if not _pattern("notice").search(folded):
        return False
    return not _pattern("blank").search(_pattern("signed").sub(" ", folded))


def is_guarded(code: str) -> bool:
    """The code drops, forbids or redacts what it names."""
    return bool(_pattern("code").search(fold(code).text))

"""Phrases that only look like somebody's status: papers, offices, homonyms (``masks.toml``).

Each is blanked out before the rules read a text, so that no rule can fire on it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scopeofduty.sweep.prose.rule import compile_words, table

if TYPE_CHECKING:
    import re


@cache
def _mask() -> re.Pattern[str]:
    groups = table("masks.toml")
    alternatives = [phrase for group in groups.values() for phrase in group]
    return compile_words((r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)",))


def blank(folded: str) -> str:
    """Return ``folded`` with every masked phrase replaced by as many ``~``, so that positions stay."""
    return _mask().sub(lambda match: "~" * len(match.group()), folded)

"""Phrases that only look like somebody's status: papers, offices, homonyms (``masks.toml``).

Each is blanked out before the rules read a text, so that no rule can fire on it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scopeofduty.sweep.prose.gate import numbers_that_may_match
from scopeofduty.sweep.prose.rule import MASKS, anchors, compile_words, literal_pattern, phrases

if TYPE_CHECKING:
    import re


@cache
def _gates() -> tuple[str, ...]:
    return tuple("|".join(map(literal_pattern, texts)) for texts in anchors()[MASKS])


@cache
def _mask(number: int) -> re.Pattern[str]:
    return compile_words((r"(?<!\w)(?:" + phrases()[number] + r")(?!\w)",))


def blank(folded: str) -> str:
    """Return ``folded`` with every masked phrase replaced by as many ``~``, so that positions stay."""
    for number in numbers_that_may_match(_gates(), folded):
        folded = _mask(number).sub(lambda match: "~" * len(match.group()), folded)
    return folded

"""Write ``anchors.toml`` anew from the rules: ``python -m scopeofduty.sweep.prose > anchors.toml``."""

from __future__ import annotations

import json
import sys

from scopeofduty.sweep.literals import required
from scopeofduty.sweep.prose.judge import SWEEP_RULES
from scopeofduty.sweep.prose.rule import (
    EVERY_RULE,
    MASKS,
    compile_words,
    derive_anchors,
    phrases,
    shortest,
)


def lines() -> list[str]:
    """Return the file's lines: what every match of each rule holds, derived from its patterns."""
    head = "# Made by `python -m scopeofduty.sweep.prose`: every match of a rule holds one of its literals."
    derived = {rule.name: derive_anchors(rule) for rule in SWEEP_RULES}
    derived[EVERY_RULE] = shortest({text for texts in derived.values() for text in texts})
    masked = [shortest(set(required(compile_words((phrase,)).pattern) or ())) for phrase in phrases()]
    rows = [
        f"{name} = {json.dumps(texts, ensure_ascii=False)}"
        for name, texts in (derived | {MASKS: masked}).items()
    ]
    return [head, "# \\u0000 marks the edge of a word.", *rows]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")

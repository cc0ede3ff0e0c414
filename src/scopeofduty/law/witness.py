"""Concrete situations: the shortest way through a diagram to an end, told in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scopeofduty.law.diagram import ENDS
from scopeofduty.law.vocabulary import ACTOR, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.vocabulary import Value, Vocabulary

FAR: Final = 1_000_000


def situation(
    act: CompiledAct, node: int, ends: Collection[int], vocabulary: Vocabulary
) -> dict[str, Value] | None:
    """Return the fewest facts on a way from a node to one of these ends, or None."""
    cost: dict[int, int] = {}

    def distance(at: int) -> int:
        if at < ENDS:
            return 0 if at in ends else FAR
        if at not in cost:
            cost[at] = 1 + min(distance(child) for child in act.diagram.children[at])
        return cost[at]

    if distance(node) >= FAR:
        return None
    facts: dict[str, Value] = {}
    while node >= ENDS:
        children = act.diagram.children[node]
        level = act.diagram.level[node]
        best = min(distance(child) for child in children)
        cell = max(
            (cell for cell, child in enumerate(children) if distance(child) == best),
            key=lambda cell: act.cells[level].weights[cell],
        )
        facts[act.cells[level].fact] = representative(act, level, cell, vocabulary)
        node = children[cell]
    return facts


def representative(act: CompiledAct, level: int, cell: int, vocabulary: Vocabulary) -> Value:
    """Return the value of a cell that reads most naturally: the presumed one, else the first."""
    members = act.cells[level].members[cell]
    presumed = vocabulary.facts[act.cells[level].fact].presumed
    return presumed if presumed is not None and presumed in members else members[0]


def shortened(facts: Mapping[str, Value], still: Callable[[dict[str, Value]], bool]) -> dict[str, Value]:
    """Drop each fact without which what matters still holds."""
    kept = dict(facts)
    for fact in list(kept):
        fewer = {name: value for name, value in kept.items() if name != fact}
        if still(fewer):
            kept = fewer
    return kept


def in_words(facts: Mapping[str, Value], vocabulary: Vocabulary) -> Text:
    """Tell a situation: "city counter clerk; paper: no paper; threat to life: no"."""
    return Text(
        "; ".join(_words(name, value, vocabulary, "en") for name, value in facts.items()),
        "; ".join(_words(name, value, vocabulary, "es") for name, value in facts.items()),
    )


def _words(name: str, value: Value, vocabulary: Vocabulary, language: str) -> str:
    fact = vocabulary.facts[name]
    meaning = fact.meaning(value).in_language(language)
    if name == ACTOR:
        return meaning
    unit = f" {fact.unit}" if fact.kind == "number" else ""
    if fact.kind == "number":
        meaning = f"{value:g}"
    return f"{fact.question.in_language(language)} {meaning}{unit}"

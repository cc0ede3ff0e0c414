"""The next best question: the one that lowers what is uncertain about the answer most."""

from __future__ import annotations

import math

from scopeofduty.law.answer import Question
from scopeofduty.law.vocabulary import ACTOR, Fact, Value, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.ground import Domains


def next_question(
    act: CompiledAct, domains: Domains, vocabulary: Vocabulary, knows: AbstractSet[str]
) -> Question | None:
    """Return the best question to people who know such facts, or None when none would help."""
    candidates = [
        level
        for level in sorted(act.matters(domains))
        if vocabulary.facts[act.cells[level].fact].asked_of in knows
    ]
    if not candidates:
        return None
    # Rounded, so that a tie is a tie in every language that evaluates the table.
    best = min(candidates, key=lambda level: (round(expected_uncertainty(act, domains, level), 9), level))
    return asked(vocabulary.facts[act.cells[best].fact], act, domains, best)


def expected_uncertainty(act: CompiledAct, domains: Domains, level: int) -> float:
    """Return the entropy (bits) of the outcome expected once this fact is known."""
    weights = act.cells[level].weights
    cells = domains.get(level, frozenset(range(len(weights))))
    total = mass = 0.0
    for cell in cells:
        shares = act.likelihood({**domains, level: frozenset({cell})})
        feasible = sum(shares.values()) * weights[cell]
        if feasible:
            mass += feasible
            total += feasible * entropy(shares)
    return total / mass if mass else 0.0


def entropy(shares: Mapping[str, float]) -> float:
    """Return the entropy in bits of shares that need not add up to one."""
    total = sum(shares.values())
    return -sum(s / total * math.log2(s / total) for s in shares.values() if s > 0)


def _alike(act: CompiledAct, fact: str, values: Iterable[Value]) -> tuple[tuple[Value, ...], ...]:
    tests = [test for test in act.ground.tests if test.fact == fact]
    gathered: dict[tuple[bool, ...], list[Value]] = {}
    for value in values:
        gathered.setdefault(tuple(test.admits(value) for test in tests), []).append(value)
    return tuple(tuple(alike) for alike in gathered.values())


def asked(fact: Fact, act: CompiledAct, domains: Domains, level: int) -> Question:
    """Return the question on a fact, with the choices that are still possible."""
    cells = domains.get(level)
    open_to = (
        fact.choices
        if cells is None or fact.kind == "number"
        else tuple(c for c in fact.choices if act.cells[level].cell(c.value) in cells)
    )
    return Question(
        fact=fact.id,
        text=fact.question,
        kind="one-of" if fact.id == ACTOR else fact.kind,
        choices=open_to,
        alike=_alike(act, fact.id, [choice.value for choice in open_to]),
        unit=fact.unit,
        who_knows=fact.who_knows,
        sensitive=fact.sensitive,
    )

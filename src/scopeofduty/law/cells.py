"""Cuts each fact into the cells that the rules at hand can tell apart.

Values that pass the same tests behave alike, so a diagram needs one branch for each cell. A
number falls into the intervals between the bounds that the rules mention.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from scopeofduty.law.conditions import Compares, Is, Test
from scopeofduty.law.vocabulary import ACTOR, Fact, Implication, Value, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PRESUMED_SHARE = 0.75
"""The weight, in choosing questions, of the value a fact is presumed to have."""


@dataclass(frozen=True, eq=False, repr=False)
class Cells:
    """One fact, cut. `samples` holds a value from each cell, `weights` how likely each is."""

    fact: str
    tests: tuple[Test, ...]
    members: tuple[tuple[Value, ...], ...]
    weights: tuple[float, ...]
    numbers: dict[tuple[bool, ...], int]

    def cell(self, value: Value) -> int:
        """Return the number of the cell that a value falls in."""
        return self.numbers[tuple(test.admits(value) for test in self.tests)]

    def passing(self, test: Test) -> tuple[bool, ...]:
        """Tell for each cell whether its values pass a test."""
        return tuple(test.admits(members[0]) for members in self.members)


def cut(fact: Fact, tests: Iterable[Test]) -> Cells:
    """Cut a fact by the tests made on it."""
    distinct = tuple(dict.fromkeys(tests))
    gathered: dict[tuple[bool, ...], list[Value]] = {}
    for value in samples(fact, distinct):
        gathered.setdefault(tuple(test.admits(value) for test in distinct), []).append(value)
    members = tuple(tuple(values) for values in gathered.values())
    numbers = {signature: number for number, signature in enumerate(gathered)}
    return Cells(fact.id, distinct, members, _weights(fact, members), numbers)


def samples(fact: Fact, tests: Sequence[Test]) -> tuple[Value, ...]:
    """Return values that meet every case: all of them, or for numbers one in each interval."""
    if fact.kind != "number":
        return fact.values
    bounds = sorted({test.bound for test in tests if isinstance(test, Compares)}) or [0.0]
    points = [bounds[0] / 2 if bounds[0] > 0 else bounds[0] - 1]
    for low, high in pairwise(bounds):
        points += [low, (low + high) / 2]
    points += [bounds[-1], bounds[-1] + 1]
    return tuple(point for point in points if point >= 0)


def _weights(fact: Fact, members: Sequence[Sequence[Value]]) -> tuple[float, ...]:
    total = sum(len(values) for values in members)
    if fact.presumed is None or total < 2:
        return tuple(len(values) / total for values in members)
    rest = (1 - PRESUMED_SHARE) / (total - 1)
    return tuple(
        sum(PRESUMED_SHARE if value == fact.presumed else rest for value in values) for values in members
    )


def relevant(tests: Iterable[Test], vocabulary: Vocabulary) -> tuple[dict[str, Cells], list[Implication]]:
    """Cut every fact tested, and those tied to them by what implies what."""
    by_fact: dict[str, list[Test]] = {}
    for test in tests:
        by_fact.setdefault(test.fact, []).append(test)
    ties: list[Implication] = []
    pending = list(vocabulary.implies)
    grown = True
    while grown:
        tied = [tie for tie in pending if _facts(tie) & by_fact.keys()]
        grown = bool(tied)
        pending = [tie for tie in pending if tie not in tied]
        ties += tied
        for tie in tied:
            for fact, value in (*tie.given, *tie.then):
                by_fact.setdefault(fact, []).append(Is(fact, frozenset({value})))
    order = sorted(by_fact, key=lambda fact: _rank(fact, ties))
    return {fact: cut(vocabulary.facts[fact], by_fact[fact]) for fact in order}, ties


def _facts(tie: Implication) -> set[str]:
    return {fact for fact, _ in (*tie.given, *tie.then)}


def _rank(fact: str, ties: Sequence[Implication]) -> tuple[int, int]:
    """Who acts first, tied facts together at the end, the rest as the rules name them."""
    if fact == ACTOR:
        return (0, 0)
    tied = any(fact in _facts(tie) for tie in ties)
    return (2, 0) if tied else (1, 0)

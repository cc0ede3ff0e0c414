"""Conditions over facts, evaluated in three values: holds, fails, cannot tell yet.

A situation maps each fact to the set of values it may still have; a fact that is not in it is
wholly unknown. An absent fact is never read as "no".
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scopeofduty.law.vocabulary import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

Situation = Mapping[str, frozenset[Value]]
Truth = bool | None

COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "more than": operator.gt,
    "at least": operator.ge,
    "less than": operator.lt,
    "at most": operator.le,
    "exactly": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of these values."""

    fact: str
    values: frozenset[Value]

    def admits(self, value: Value) -> bool:
        """Tell whether this single value passes."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class Compares:
    """The number stands in this relation to the bound."""

    fact: str
    comparison: str
    bound: float

    def admits(self, value: Value) -> bool:
        """Tell whether this single value passes."""
        return COMPARISONS[self.comparison](float(value), self.bound)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. With no parts: always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part fails."""

    part: Condition


Test = Is | Compares
Condition = Test | All | Any | Not
ALWAYS: Final = All(())


def truth(condition: Condition, situation: Situation) -> Truth:
    """Evaluate a condition; None means that the blanks decide."""
    match condition:
        case Not(part):
            inner = truth(part, situation)
            return None if inner is None else not inner
        case All(parts):
            return _all(truth(part, situation) for part in parts)
        case Any(parts):
            outer = _all(negate(truth(part, situation)) for part in parts)
            return negate(outer)
        case _:
            return _test(condition, situation.get(condition.fact))


def negate(value: Truth) -> Truth:
    """Return the opposite; what cannot be told stays untold."""
    return None if value is None else not value


def _all(values: Iterator[Truth]) -> Truth:
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def _test(test: Test, possible: frozenset[Value] | None) -> Truth:
    if possible is None:
        return None
    verdicts = {test.admits(value) for value in possible}
    return verdicts.pop() if len(verdicts) == 1 else None


def leaves(condition: Condition) -> Iterator[Test]:
    """Yield every test on a single fact inside the condition, left to right."""
    match condition:
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition

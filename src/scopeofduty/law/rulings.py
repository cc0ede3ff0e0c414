"""Rulings: an outcome with its authorities, reached by one walk through a diagram.

Leaves with citations would cost 2^k if all were built; so this diagram grows only where
questions go. A ruling is built once from the exact diagram and the rules' own conditions, then
shared by every question that no rule tells apart from the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from scopeofduty.law.conditions import All, Any, Not, negate, truth
from scopeofduty.law.errors import QuestionError
from scopeofduty.law.outcomes import CONFLICT, OUTCOMES, SILENT, spoken
from scopeofduty.law.reference import defeats
from scopeofduty.law.situations import settled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Final

    from scopeofduty.law.answer import Citation
    from scopeofduty.law.book import InForce
    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.conditions import Condition, Situation, Truth
    from scopeofduty.law.rules import Rule
    from scopeofduty.law.vocabulary import Value

KEPT: Final = 100_000
"""How many rulings of one act are kept; beyond them each is worked out anew."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ruling:
    """What binds: see `Answer` for each list. `outcome` is None while several are possible."""

    outcome: str | None
    possible: tuple[str, ...]
    citations: tuple[Citation, ...]
    set_aside: tuple[Citation, ...]
    beside: tuple[Citation, ...]
    possibly: tuple[Citation, ...]
    conflict: tuple[Citation, ...]


@dataclass(eq=False, repr=False)
class Standing:
    """How each rule on the act stands: whether its condition holds, and whether it is live."""

    holds: dict[tuple[str, str, str], Truth]
    live: dict[tuple[str, str, str], Truth]


class Rulings:
    """The growing diagram of one act's rulings, in the law in force on one day."""

    def __init__(self, law: InForce, act: CompiledAct) -> None:
        self.law = law
        self.act = act
        self.kept = 0
        self.facts = tuple(cells.fact for cells in act.cells)
        self.root = self.grow({})

    def __call__(self, facts: Mapping[str, Value]) -> Ruling:
        """Return the ruling on facts as `stated` gives them; other facts are not looked at."""
        node = self.root
        known = facts.get
        while type(node) is tuple:
            fact, branches = node
            node = branches[known(fact)]
        return node  # type: ignore[return-value]  # a tuple only branches

    def grow(self, path: Mapping[str, Value | None]) -> Node:
        """Return what stands at the end of a path: a branching on the next fact, or a ruling."""
        given = {fact: value for fact, value in path.items() if value is not None}
        situation = settled(given, self.law.book.vocabulary)
        open_ = self._open(situation, path)
        fact = next((fact for fact in self.facts if fact in open_), None)
        if fact is None:
            self.kept += 1
            return ruling(self.law, self.act, situation)
        return (fact, _Branches(self, fact, path))

    def _open(self, situation: Situation, path: Mapping[str, object]) -> set[str]:
        """Return the facts not yet on the path that could still change how some rule stands."""
        asked = {f for rule in self.act.rules for f in _undecided(rule.condition, situation)}
        tied = self.law.book.vocabulary.tied
        if asked & tied:
            asked |= tied & set(self.facts)
        return {fact for fact in asked if fact not in path and len(situation.get(fact, "??")) > 1}


class _Branches(dict["Value | None", "Node"]):
    """Where each value of a fact leads; grown on first use, values of one cell together."""

    __slots__ = ("cells", "fact", "path", "rulings")

    def __init__(self, rulings: Rulings, fact: str, path: Mapping[str, Value | None]) -> None:
        super().__init__()
        self.rulings = rulings
        self.fact = fact
        self.path = path
        self.cells: dict[object, Node] = {}

    def __missing__(self, value: Value | None) -> Node:
        ground = self.rulings.act.ground
        known = ground.vocabulary.facts[self.fact]
        single = value is not None and (known.kind == "number" or value in known.values)
        cell = ground.cells[ground.levels[self.fact]].cell(value) if single else ("whole", value)  # type: ignore[arg-type]
        if cell not in self.cells:
            grown = self.rulings.grow({**self.path, self.fact: value})
            if self.rulings.kept >= KEPT:
                return grown
            self.cells[cell] = grown
        if known.kind != "number":
            self[value] = self.cells[cell]
        return self.cells[cell]


Node = Ruling | tuple[str, _Branches]


def _undecided(condition: Condition, situation: Situation) -> Iterator[str]:
    """Yield the facts that could still decide a condition."""
    if truth(condition, situation) is not None:
        return
    match condition:
        case Not(part):
            yield from _undecided(part, situation)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _undecided(part, situation)
        case _:
            yield condition.fact


def ruling(law: InForce, act: CompiledAct, situation: Situation) -> Ruling:
    """Work out a ruling from the exact diagram and the rules' conditions."""
    outcomes = act.possible(act.domains(situation))
    if not outcomes:
        raise QuestionError("These facts cannot all be so. Correct one of them.")
    heard = tuple(sorted({spoken(outcome) for outcome in outcomes}, key=OUTCOMES.index))
    decided = heard[0] if len(heard) == 1 else None
    groups = _grouped(act.rules, stand(act.rules, situation), outcomes, decided)
    cited = {name: tuple(law.cite(rule) for rule in rules) for name, rules in groups.items()}
    return Ruling(decided, heard, **cited)


def stand(rules: Sequence[Rule], situation: Situation) -> Standing:
    """Work out, in three values, which conditions hold and which rules are live."""
    standing = Standing({rule.key: truth(rule.condition, situation) for rule in rules}, {})

    def live(rule: Rule) -> Truth:
        if rule.key not in standing.live:
            verdict = standing.holds[rule.key]
            for other in rules:
                if verdict is not False and defeats(other, rule):
                    verdict = _and(verdict, negate(live(other)))
            standing.live[rule.key] = verdict
        return standing.live[rule.key]

    for rule in rules:
        live(rule)
    return standing


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _grouped(
    rules: Sequence[Rule], standing: Standing, outcomes: AbstractSet[str], decided: str | None
) -> dict[str, list[Rule]]:
    """Sort the rules into the ruling's lists."""
    sure = [rule for rule in rules if standing.live[rule.key]]
    maybe = [rule for rule in rules if standing.live[rule.key] is None]
    aside = [r for r in rules if standing.holds[r.key] and standing.live[r.key] is False]
    clash = outcomes == {CONFLICT}
    if clash:
        deciding = [rule for rule in sure if rule.outcome]
    else:
        deciding = [rule for rule in sure if decided and rule.outcome == decided]
        if decided not in {None, SILENT} and not deciding:
            deciding = [rule for rule in maybe if rule.outcome == decided]
    return {
        "citations": deciding,
        "set_aside": aside,
        "beside": [rule for rule in sure if rule not in deciding],
        "possibly": [rule for rule in maybe if rule not in deciding],
        "conflict": deciding if clash else [],
    }

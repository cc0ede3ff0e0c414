"""The slow, obvious interpreter: what the law says, found by trying every situation.

The decision diagram is held equal to this by property tests. Read this to know what the
words of the language mean; use `Book` to get answers.
"""

from __future__ import annotations

from itertools import product

from scopeofduty.law.conditions import Situation, truth
from scopeofduty.law.outcomes import across, within
from scopeofduty.law.rules import LEVELS, Rule, covers, stands_despite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scopeofduty.law.vocabulary import Implication, Value


def defeats(rule: Rule, other: Rule) -> bool:
    """Tell whether `rule`, when live, puts `other` out: `despite` beside it, `displaces` below."""
    if rule.key == other.key:
        return False
    if (rule.pack, rule.law) == (other.pack, other.law):
        return stands_despite(rule, other)
    if LEVELS.index(rule.level) >= LEVELS.index(other.level):
        return False
    return any(
        other.outcome in displaced.outcomes
        if displaced.outcomes
        else other.pack == displaced.pack and any(covers(section, other.id) for section in displaced.sections)
        for displaced in rule.displaces
    )


def live(rule: Rule, rules: Sequence[Rule], situation: Situation) -> bool:
    """Tell whether a rule's condition holds and no live rule defeats it; nothing left blank."""
    return truth(rule.condition, situation) is True and not any(
        defeats(other, rule) and live(other, rules, situation) for other in rules
    )


def outcome(rules: Sequence[Rule], situation: Situation) -> str:
    """Return what the rules on one act say of a situation with nothing left blank."""
    return across(
        within(
            rule.outcome
            for rule in rules
            if rule.level == level and rule.outcome and live(rule, rules, situation)
        )
        for level in LEVELS
    )


def possible(
    rules: Sequence[Rule],
    known: Situation,
    domains: Mapping[str, Sequence[Value]],
    implies: Sequence[Implication] = (),
) -> frozenset[str]:
    """Return every outcome that some way of filling in the blanks leads to."""
    return frozenset(
        outcome(rules, situation)
        for situation in situations(known, domains)
        if all(respects(situation, implication) for implication in implies)
    )


def situations(known: Situation, domains: Mapping[str, Sequence[Value]]) -> Iterator[Situation]:
    """Yield every way to fill in the blanks of what is known."""
    facts = list(domains)
    choices = [[v for v in domains[fact] if v in known.get(fact, domains[fact])] for fact in facts]
    for values in product(*choices):
        yield {fact: frozenset({value}) for fact, value in zip(facts, values, strict=True)}


def respects(situation: Situation, implication: Implication) -> bool:
    """Tell whether a full situation obeys an implication of the vocabulary."""
    triggered = all(situation.get(fact) == frozenset({value}) for fact, value in implication.given)
    return not triggered or all(
        situation.get(fact, frozenset({value})) == {value} for fact, value in implication.then
    )

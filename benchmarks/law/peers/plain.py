"""What every peer is asked: permitted, prohibited or neither, a fact left out matching nothing."""

from __future__ import annotations

from dataclasses import dataclass

from scopeofduty.law.conditions import All, Any, Is, Not

PERMITTED, PROHIBITED, NEITHER = "permitted", "prohibited", "neither"


@dataclass(frozen=True)
class Measured:
    """One way of asking: how fast, and what was heard (a verdict a question, None for not comparable)."""

    way: str
    per_second: float
    verdicts: tuple


def speaking(today):
    """The rules that have an outcome; the others only displace."""
    return [rule for rule in today.rules if rule.outcome]


def verdict(live):
    """Sum up the outcomes of the rules that hold."""
    live = set(live)
    if PROHIBITED in live:
        return PROHIBITED
    return PERMITTED if live else NEITHER


def holds(condition, facts):
    match condition:
        case Not(part):
            return not holds(part, facts)
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Any(parts):
            return any(holds(part, facts) for part in parts)
        case Is(fact, values):
            return facts.get(fact) in values
    return condition.fact in facts and condition.admits(facts[condition.fact])


def expected(today, asked):
    """The plain reading, by a loop over the rules' own conditions."""
    rules = speaking(today)
    return [
        verdict(r.outcome for r in rules if act in r.acts and holds(r.condition, facts))
        for act, facts in asked
    ]

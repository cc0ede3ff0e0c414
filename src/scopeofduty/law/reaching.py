"""How far a higher law reaches: which sections it displaces, in which situations, what survives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from scopeofduty.law.compiled import CompiledAct
from scopeofduty.law.diagram import FALSE
from scopeofduty.law.errors import QuestionError, nearest
from scopeofduty.law.patterns import pattern_in_words, patterns
from scopeofduty.law.rules import LEVELS, covers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scopeofduty.law.book import InForce
    from scopeofduty.law.ground import Ground
    from scopeofduty.law.rules import Rule
    from scopeofduty.law.vocabulary import Text

DISPLACED: Final = "displaced"
IN_PART: Final = "in part"
SURVIVES: Final = "survives"


@dataclass(frozen=True, slots=True)
class Reached:
    """How one lower rule fares on some acts. Patterns in words: where it falls, where it stands."""

    law: str
    section: str
    rule: str
    heading: Text
    status: str
    acts: tuple[str, ...]
    falls: tuple[Text, ...]
    stands: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Every lower rule beside a higher law, displaced ones first."""

    by: tuple[str, ...]
    rules: tuple[Reached, ...]


def reach(law: InForce, reference: str) -> Reach:
    """Tell what a higher law such as "K.S.A. 12-16,140" displaces on the day.

    Raises `QuestionError` when no rule in force under that reference displaces anything.
    """
    displacers = [rule for rule in law.rules if rule.displaces and _named(law, rule, reference)]
    if not displacers:
        known = [rule.id for rule in law.rules if rule.displaces]
        raise QuestionError(
            f"No rule in force on {law.day} under “{reference}” displaces anything. "
            + (nearest(reference, known) or "Rules that do: " + (", ".join(known) or "none") + ".")
        )
    top = min(LEVELS.index(rule.level) for rule in displacers)
    lower = [rule for rule in law.rules if LEVELS.index(rule.level) > top]
    reached = [found for rule in lower for found in _of_rule(law, rule, displacers)]
    order = (DISPLACED, IN_PART, SURVIVES)
    reached.sort(key=lambda found: order.index(found.status))
    return Reach(tuple(rule.id for rule in displacers), tuple(reached))


def _named(law: InForce, rule: Rule, reference: str) -> bool:
    cited = law.cite(rule).cited_as.en
    label = reference.removeprefix(cited).strip() if cited else reference.strip()
    return covers(label, rule.section) or rule.id == label


def _of_rule(law: InForce, rule: Rule, displacers: Sequence[Rule]) -> list[Reached]:
    """Return how the rule fares, acts that fare alike told together."""
    gathered: dict[tuple[str, tuple[Text, ...], tuple[Text, ...]], list[str]] = {}
    for act in rule.acts:
        gathered.setdefault(_on_act(law, rule, displacers, act), []).append(act)
    heading = law.cite(rule).heading
    return [
        Reached(rule.law, rule.section, rule.id, heading, status, tuple(acts), falls, stands)
        for (status, falls, stands), acts in gathered.items()
    ]


def _on_act(
    law: InForce, rule: Rule, displacers: Sequence[Rule], act: str
) -> tuple[str, tuple[Text, ...], tuple[Text, ...]]:
    now = law.compiled(act)
    keys = {displacer.key for displacer in displacers}
    without = CompiledAct([replace(r, displaces=()) if r.key in keys else r for r in now.rules], now.ground)
    feasible = now.ground.feasible
    stood = now.diagram.both(feasible, without.live[rule.key])
    stands = now.diagram.both(feasible, now.live[rule.key])
    falls = now.diagram.both(stood, now.diagram.negated(stands))
    if falls == FALSE:
        return SURVIVES, (), ()
    if stands == FALSE:
        return DISPLACED, _words(law, now.ground, falls), ()
    return IN_PART, _words(law, now.ground, falls), _words(law, now.ground, stands)


def _words(law: InForce, ground: Ground, where: int) -> tuple[Text, ...]:
    return tuple(pattern_in_words(p, law.book.vocabulary) for p in patterns(ground, where)[0])

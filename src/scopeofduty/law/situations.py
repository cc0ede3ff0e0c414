"""What a question states, checked against the vocabulary and carried to what it implies."""

from __future__ import annotations

import math

from scopeofduty.law.errors import LawError, QuestionError, nearest
from scopeofduty.law.vocabulary import ACTOR, Fact, Implication, Value, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.law.conditions import Situation

_YES = {"yes": True, "true": True, "sí": True, "si": True, "no": False, "false": False}


def stated(facts: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, Value]:
    """Return the facts given, by id and in their own type; blanks (None, "unknown") left out.

    A group of values, such as `immigration_authority`, is kept as given. Raises
    `QuestionError` for an unknown fact or value, or one that would record a status.
    """
    found: dict[str, Value] = {}
    for word, given in facts.items():
        if given is None or given == "unknown":
            continue
        try:
            fact = vocabulary.fact(word)
        except LawError as refused:
            raise QuestionError(str(refused).strip()) from None
        found[fact.id] = _value(fact, given)
    return found


def _value(fact: Fact, given: object) -> Value:
    if fact.kind == "number":
        return _number(fact, given)
    if fact.kind == "yes-no":
        answer = _YES.get(given.lower()) if isinstance(given, str) else given
        if isinstance(answer, bool):
            return answer
        raise QuestionError(f"“{given}” does not answer “{fact.id}”. Say yes or no.")
    if isinstance(given, str) and (given in fact.values or given in fact.groups):
        return given
    known = [str(value) for value in fact.values]
    raise QuestionError(
        f"“{given}” is not a value of “{fact.id}”. "
        + (nearest(str(given), [*known, *fact.groups]) or "Its values: " + ", ".join(known) + ".")
    )


def _number(fact: Fact, given: object) -> float:
    try:
        number = float(given) if isinstance(given, str | int | float) else math.nan
    except ValueError:
        number = math.nan
    if isinstance(given, bool) or not math.isfinite(number) or number < 0:
        raise QuestionError(
            f"“{given}” does not answer “{fact.id}”. Give a number of {fact.unit}, zero or more."
        )
    return number


def settled(facts: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, frozenset[Value]]:
    """Return the values each fact may still have, once every implication has been followed.

    Raises `QuestionError` when the facts contradict each other.
    """
    situation: dict[str, frozenset[Value]] = {}
    for name, value in facts.items():
        fact = vocabulary.facts[name]
        group = None if value in fact.values else fact.groups.get(str(value))
        situation[name] = frozenset({value}) if group is None else group
    changed = bool(situation.keys() & vocabulary.tied)
    while changed:
        changed = False
        for tie in vocabulary.implies:
            changed = _follow(tie, situation, vocabulary) or changed
    return situation


def _follow(tie: Implication, situation: dict[str, frozenset[Value]], vocabulary: Vocabulary) -> bool:
    """Follow an implication forwards, and backwards when a single premise is left open."""
    then_fails = any(value not in situation.get(fact, {value}) for fact, value in tie.then)
    open_premises = [(f, v) for f, v in tie.given if situation.get(f) != frozenset({v})]
    if not open_premises:
        if then_fails:
            _contradiction(tie, situation)
        news = [(f, frozenset({v})) for f, v in tie.then if situation.get(f) != frozenset({v})]
        situation.update(news)
        return bool(news)
    if then_fails and len(open_premises) == 1:
        fact, value = open_premises[0]
        values = situation.get(fact, frozenset(vocabulary.facts[fact].values))
        if value in values:
            situation[fact] = values - {value}
            return True
    return False


def _contradiction(tie: Implication, situation: Situation) -> None:
    given = " and ".join(f"{fact} is {value}" for fact, value in tie.given)
    against = "; ".join(
        f"{fact} would be {value}, but it was given as {', '.join(map(str, situation[fact]))}"
        for fact, value in tie.then
        if value not in situation.get(fact, {value})
    )
    raise QuestionError(f"These facts cannot all be so. If {given}, then {against}. Correct one.")


def read_actor(actor: str | None, vocabulary: Vocabulary) -> str | None:
    """Return the actor's id, or None. Raises `QuestionError`, naming the nearest known actor."""
    known = vocabulary.facts[ACTOR]
    if actor is None or actor in known.values or actor in known.groups:
        return actor
    renamed = vocabulary.renamed.get(actor)
    if renamed in known.values:
        return renamed
    raise QuestionError(
        f"“{actor}” is not an actor that this book knows. "
        + nearest(actor, [str(value) for value in known.values])
    )

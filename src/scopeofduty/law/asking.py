"""Puts a question to the law in force and gathers the answer's authorities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.law.answer import Answer, Citation
from scopeofduty.law.conditions import Situation, Truth, negate, truth
from scopeofduty.law.errors import LawError, QuestionError
from scopeofduty.law.interview import next_question
from scopeofduty.law.outcomes import CONFLICT, OUTCOMES, SILENT, spoken
from scopeofduty.law.reference import defeats
from scopeofduty.law.rules import Rule, Version, rule_hash
from scopeofduty.law.situations import read_actor, settled, stated
from scopeofduty.law.vocabulary import ACTOR, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from scopeofduty.law.book import InForce


@dataclass
class _Standing:
    """How each rule on the act stands: its condition, and whether it is live."""

    holds: dict[tuple[str, str, str], Truth]
    live: dict[tuple[str, str, str], Truth]


def answered(
    law: InForce, act: str, actor: str | None, facts: Mapping[str, object], knows: AbstractSet[str]
) -> Answer:
    """Answer a question; see `InForce.ask`."""
    vocabulary = law.book.vocabulary
    try:
        act = vocabulary.act(act)
    except LawError as refused:
        raise QuestionError(str(refused).strip()) from None
    given = stated(facts, vocabulary)
    actor = read_actor(actor if actor is not None else str(given.get(ACTOR, "")) or None, vocabulary)
    given.pop(ACTOR, None)
    asked = {**given, ACTOR: actor} if actor else given
    situation = settled(asked, vocabulary)
    compiled = law.compiled(act)
    domains = compiled.domains(situation)
    outcomes = compiled.possible(domains)
    if not outcomes:
        raise QuestionError("These facts cannot all be so. Correct one of them.")
    heard = sorted({spoken(outcome) for outcome in outcomes}, key=OUTCOMES.index)
    decided = heard[0] if len(heard) == 1 else None
    standing = stand(compiled.rules, situation)
    groups = _grouped(compiled.rules, standing, outcomes, decided)
    cite = {name: tuple(law.cite(rule) for rule in rules) for name, rules in groups.items()}
    return Answer(
        act=act,
        act_name=vocabulary.acts[act].name,
        actor=actor,
        facts=given,
        day=law.day,
        digest=law.book.digest,
        outcome=decided,
        possible=tuple(heard),
        question=None if decided else next_question(compiled, domains, vocabulary, knows),
        duties=_duties(law, act, situation, cite["citations"] + cite["beside"]),
        missing=()
        if decided
        else tuple(compiled.cells[level].fact for level in sorted(compiled.matters(domains))),
        approver=_approver(cite["citations"] + cite["possibly"]),
        when_silent=_when_silent(law.versions),
        **cite,
    )


def stand(rules: Sequence[Rule], situation: Situation) -> _Standing:
    """Work out, in three values, which conditions hold and which rules are live."""
    standing = _Standing({rule.key: truth(rule.condition, situation) for rule in rules}, {})

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
    rules: Sequence[Rule], standing: _Standing, outcomes: AbstractSet[str], decided: str | None
) -> dict[str, list[Rule]]:
    """Sort the rules into the answer's lists."""
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


def _duties(law: InForce, act: str, situation: Situation, cited: Iterable[Citation]) -> tuple[str, ...]:
    found = [duty for citation_ in cited for duty in citation_.duties]
    found += [
        duty.id
        for duty in law.duty_rules
        if (not duty.acts or act in duty.acts) and truth(duty.condition, situation)
    ]
    return tuple(dict.fromkeys(found))


def _approver(cited: Iterable[Citation]) -> Text:
    return next((citation_.approver for citation_ in cited if citation_.approver), Text(""))


def _when_silent(versions: Sequence[Version]) -> Text:
    return next((version.when_silent for version in versions if version.when_silent.en), Text(""))


def citation(rule: Rule, version: Version) -> Citation:
    """Return a rule as authority, with the text of its section."""
    section = version.sections.get(rule.section)
    text = section.text if section else Text("")
    summary = rule.summary if rule.summary.en else Text(_first(text.en), _first(text.es))
    return Citation(
        pack=rule.pack,
        law=rule.law,
        version=version.name,
        level=rule.level,
        section=rule.section,
        rule=rule.id,
        cited_as=version.cited_as,
        outcome=rule.outcome,
        heading=section.heading if section else Text(""),
        summary=summary,
        text=text,
        approver=rule.approver,
        mark=rule.mark or (section.mark if section else ""),
        source=rule.source or (section.source if section else ""),
        hash=rule_hash(rule, section),
        draft=version.draft,
        start=rule.start or version.start,
        duties=rule.duties,
    )


def _first(text: str) -> str:
    """Return the first paragraph, which is written to stand alone."""
    return text.partition("\n\n")[0]

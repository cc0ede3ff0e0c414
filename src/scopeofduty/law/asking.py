"""Puts a question to the law in force and gathers the answer's authorities."""

from __future__ import annotations

from scopeofduty.law.answer import Answer, Citation
from scopeofduty.law.conditions import Situation, truth
from scopeofduty.law.errors import LawError, QuestionError
from scopeofduty.law.rules import Rule, Version, rule_hash
from scopeofduty.law.situations import read_actor, settled, stated
from scopeofduty.law.vocabulary import ACTOR, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from scopeofduty.law.answer import Question
    from scopeofduty.law.book import InForce
    from scopeofduty.law.compiled import CompiledAct
    from scopeofduty.law.ground import Domains
    from scopeofduty.law.vocabulary import Vocabulary


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
    found = law.rulings(act)(asked)
    compiled = law.compiled(act)
    domains = compiled.domains(situation)
    levels = () if found.outcome else sorted(compiled.matters(domains))
    return Answer(
        act=act,
        act_name=vocabulary.acts[act].name,
        actor=actor,
        facts=given,
        day=law.day,
        digest=law.book.digest,
        outcome=found.outcome,
        possible=found.possible,
        question=None if found.outcome else _question(compiled, domains, vocabulary, knows),
        citations=found.citations,
        set_aside=found.set_aside,
        beside=found.beside,
        possibly=found.possibly,
        conflict=found.conflict,
        duties=_duties(law, act, situation, found.citations + found.beside),
        consulted=tuple(fact for fact in given if vocabulary.facts[fact].sensitive),
        missing=tuple(compiled.cells[level].fact for level in levels),
        approver=_approver(found.citations + found.possibly),
        when_silent=_when_silent(law.versions),
    )


def _question(
    act: CompiledAct, domains: Domains, vocabulary: Vocabulary, knows: AbstractSet[str]
) -> Question | None:
    from scopeofduty.law.interview import next_question  # a decided answer asks nothing

    return next_question(act, domains, vocabulary, knows)


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

"""What the law in force says of one act in one situation, as the desk puts it and a contact stores it.

Deterministic: the same law, signatures, act, actor, facts and day give the same determination.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.phrase import Phrase, common, phrase_of
from scopeofduty.city.desk.signatures import Foundation, Signed, foundations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty import law

STAFF_KNOW = frozenset({"officer", "caller"})
LIFE = "threat_to_life"
VOTE = "governing_body_approved"
NEEDS_APPROVAL = "needs approval"
# Help that a danger to life can call for: where the law does not decide it, the desk still answers.
HELP = frozenset(
    {
        "give emergency help",
        "provide ordinary police service",
        "assist immigration enforcement",
        "give perimeter or on-site support",
    }
)


@dataclass(frozen=True)
class Determination:
    """The answer: its phrase, and everything it rests on.

    `said` is what the rules alone would say; it differs from `phrase` where counsel has not signed the
    rules, or where they rest on news or background knowledge alone (`unfounded`).
    """

    on: date
    act: str
    act_name: law.Text
    actor: str | None
    facts: Mapping[str, law.Value]
    phrase: Phrase
    said: Phrase
    possible: tuple[str, ...]
    question: law.Question | None
    citations: tuple[Foundation, ...]
    set_aside: tuple[Foundation, ...]
    conflict: bool
    missing: tuple[str, ...]
    duties: tuple[str, ...]
    when_silent: law.Text
    packs: tuple[tuple[str, str], ...]
    digest: str
    sensitive: frozenset[str]

    @property
    def life(self) -> bool:
        """Whether somebody said that a life is in danger."""
        return self.facts.get(LIFE) is True

    @property
    def signed(self) -> tuple[Signed, ...]:
        """The signatures that the answer rests on."""
        return tuple(each.signed for each in self.citations if each.signed)

    @property
    def founded(self) -> bool:
        """Whether counsel's signature stands under every rule cited, and the rules are well founded."""
        return bool(self.citations) and all(each.stands for each in self.citations)

    def as_json(self) -> dict[str, Any]:
        """Return what a record keeps: with the digest and the date it can be rebuilt.

        A sensitive fact is kept as “consulted” and never with its value.
        """
        return {
            "on": self.on.isoformat(),
            "digest": self.digest,
            "packs": [{"id": pack, "digest": digest} for pack, digest in self.packs],
            "act": self.act,
            "actor": self.actor,
            "facts": {
                fact: "consulted" if fact in self.sensitive else value
                for fact, value in sorted(self.facts.items())
            },
            "phrase": self.phrase.value,
            "possible": list(self.possible),
            "citations": [_cited(each) for each in self.citations],
            "set_aside": [_cited(each) for each in self.set_aside],
        }


def determine(
    *,
    act: str,
    actor: str | None,
    facts: Mapping[str, law.Value],
    on: date,
    in_force: law.InForce | None = None,
    first: str = "",
) -> Determination:
    """Put an act and the facts given to the law in force on a day.

    Nothing is filled in that was not given. The question, when there is one, is one that the employee
    can answer: never one for counsel or a record, never one to put to the person concerned.
    `first` names the fact to ask first, as long as it can change the answer.

    Raises:
        NoLawError: the city has no law that can be read.
        law.QuestionError: an act, actor, fact or value is unknown, or the facts contradict each other.
    """
    today = in_force or law_in_force.on(on)
    answer = today.ask(act, actor, facts, knows=STAFF_KNOW)
    return _with_phrase(_unsaid(answer, today, first), answer)


def _unsaid(answer: law.Answer, today: law.InForce, first: str) -> Determination:
    """Return everything of a determination but its phrase."""
    vocabulary = today.book.vocabulary
    citing = answer.citations or (_asking_approval(answer) if _awaits_the_vote(answer) else ())
    founded = foundations((*citing, *answer.set_aside))
    cited = len(citing)
    return Determination(
        on=today.day,
        act=answer.act,
        act_name=answer.act_name,
        actor=answer.actor,
        facts=dict(answer.facts),
        phrase=Phrase.UNDETERMINED,
        said=Phrase.UNDETERMINED,
        possible=answer.possible,
        question=_askable(answer, vocabulary, first),
        citations=founded[:cited],
        set_aside=founded[cited:],
        conflict=bool(answer.conflict),
        missing=answer.missing,
        duties=answer.duties,
        when_silent=answer.when_silent,
        packs=tuple((pack.id, pack.digest) for pack in today.book.packs),
        digest=answer.digest,
        sensitive=frozenset(name for name in answer.facts if vocabulary.facts[name].sensitive),
    )


def _with_phrase(found: Determination, answer: law.Answer) -> Determination:
    if answer.outcome:
        said = phrase_of(answer.outcome, answer.approver.en)
    elif _awaits_the_vote(answer):
        said = phrase_of(NEEDS_APPROVAL, answer.approver.en)
    else:
        said = common(answer.possible, answer.approver.en) or (
            Phrase.UNDETERMINED if found.question else Phrase.COUNSEL
        )
    question = found.question if said is Phrase.UNDETERMINED else None
    found = replace(found, said=said, question=question)
    if found.life:
        return replace(found, phrase=_at_risk(found), question=None)
    return replace(found, phrase=said if _may_be_said(found) else Phrase.COUNSEL)


def _awaits_the_vote(answer: law.Answer) -> bool:
    """Say whether only the commission's vote is open: permitted with it, and not without."""
    return answer.missing == (VOTE,) and set(answer.possible) == {"permitted", NEEDS_APPROVAL}


def _asking_approval(answer: law.Answer) -> tuple[law.Citation, ...]:
    return tuple(each for each in answer.possibly if each.outcome == NEEDS_APPROVAL)


def _may_be_said(found: Determination) -> bool:
    """Silence and counsel need no signature; an open question leads to an answer that does."""
    if found.said in {Phrase.UNDETERMINED, Phrase.COUNSEL, Phrase.SILENT}:
        return True
    if found.said is Phrase.NO:
        return any(each.stands for each in found.citations)
    return found.founded


def _at_risk(found: Determination) -> Phrase:
    """A threat to life is always answered, signed or not, decided or not."""
    undecided = found.said in {Phrase.UNDETERMINED, Phrase.COUNSEL, Phrase.SILENT}
    if undecided and found.act in HELP:
        return Phrase.MAY
    return Phrase.COUNSEL if found.said is Phrase.UNDETERMINED else found.said


def _askable(answer: law.Answer, vocabulary: law.Vocabulary, first: str) -> law.Question | None:
    """Return the law's next best question, or the next one that the desk may put to an employee."""
    best = answer.question
    if best is None or (first not in answer.missing and for_staff(vocabulary.facts[best.fact])):
        return best
    for name in sorted(answer.missing, key=lambda name: name != first):
        fact = vocabulary.facts[name]
        if for_staff(fact):
            return replace(
                best,
                fact=fact.id,
                text=fact.question,
                kind=fact.kind,
                choices=fact.choices,
                alike=(),
                unit=fact.unit,
                who_knows=fact.who_knows,
                sensitive=fact.sensitive,
            )
    return None


def for_staff(fact: law.Fact) -> bool:
    """Say whether the desk may put a fact to an employee as a question."""
    return fact.who_knows in STAFF_KNOW and not fact.sensitive and not fact.never_ask_the_person


def _cited(each: Foundation) -> dict[str, Any]:
    citation = each.citation
    return {
        "pack": citation.pack,
        "law": citation.law,
        "version": citation.version,
        "section": citation.section,
        "rule": citation.rule,
        "hash": citation.hash,
        "signed_by": each.signed.name if each.signed else None,
        "signed_on": each.signed.on.isoformat() if each.signed else None,
    }

"""What a change of the law means for one job: situations that come out differently, and a short quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.phrase import Phrase, phrase_of
from scopeofduty.law.patterns import Pattern, pattern_in_words
from scopeofduty.law.situations import settled
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.law.comparing import Change

PATTERNS = 200  # how many changed situations are looked at
SHOWN = 12  # how many of them one job is told; more is no longer read
QUESTIONS = 3  # about two minutes
WORDS = 500


def jobs(old: law.InForce, new: law.InForce, actors: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Return what changes for each actor, and the sections of which only the words changed.

    Actors for whom nothing changes are left out.
    """
    comparison = old.compare(new, cap=PATTERNS)
    told = {}
    for actor in sorted(set(actors)):
        mine = [change for change in comparison.changes if concerns(change, actor, new)]
        changes = list(_distinct(_told(change, new) for change in mine))
        if changes:
            told[actor] = {
                "changes": changes[:SHOWN],
                "more": max(0, len(changes) - SHOWN),
                "quiz": list(quiz(mine, actor, new)),
            }
    return told, sorted(set(comparison.reworded))


def concerns(change: Change, actor: str, new: law.InForce) -> bool:
    """Say whether a changed situation can be one in which this actor acts."""
    named = change.pattern.facts.get(ACTOR)
    if named is None:
        return True
    return not settled({ACTOR: actor}, new.book.vocabulary)[ACTOR].isdisjoint(named)


def quiz(changes: Iterable[Change], actor: str, new: law.InForce) -> Iterator[dict[str, Any]]:
    """Yield at most three situations that the new law decides otherwise than the old, one an act."""
    asked: set[str] = set()
    for change in changes:
        act = change.acts[0]
        if act in asked or len(asked) == QUESTIONS:
            continue
        facts = {fact: values[0] for fact, values in change.pattern.facts.items() if fact != ACTOR}
        try:
            found = determine(act=act, actor=actor, facts=facts, on=new.day, in_force=new)
        except law.LawError:
            continue  # a pattern's first values can contradict each other; the next change serves as well
        if found.said is Phrase.UNDETERMINED or found.said is phrase_of(change.before):
            continue
        asked.add(act)
        only = Pattern({fact: (value,) for fact, value in facts.items()}, 0.0)
        yield {
            "act": _texts(change.act_names[0]),
            "when": _texts(pattern_in_words(only, new.book.vocabulary)) if facts else None,
            "right": found.said.value,
            "sections": sorted({each.citation.section for each in found.citations}),
        }


def _told(change: Change, new: law.InForce) -> dict[str, Any]:
    facts = {fact: values for fact, values in change.pattern.facts.items() if fact != ACTOR}
    words = pattern_in_words(Pattern(facts, 0.0), new.book.vocabulary) if facts else None
    return {
        "acts": [_texts(name) for name in change.act_names],
        "when": _texts(words) if words else None,
        "before": phrase_of(change.before).value,
        "after": phrase_of(change.after).value,
        "because": [edit.rule for edit in change.causes],
    }


def _distinct(changes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Leave out what reads the same, and what comes to the same phrase at the desk."""
    seen: list[dict[str, Any]] = []
    for change in changes:
        if change["before"] != change["after"] and change not in seen:
            seen.append(change)
            yield change


def _texts(text: law.Text) -> dict[str, str]:
    return {"en": text.en[:WORDS], "es": text.in_language("es")[:WORDS]}

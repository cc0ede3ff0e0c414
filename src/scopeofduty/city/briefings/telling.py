"""What a change of the law means for one job: situations that come out differently, duties, a short quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.phrase import Phrase, phrase_of
from scopeofduty.city.drafts import duties, telling
from scopeofduty.city.drafts.templatetags.drafting import language
from scopeofduty.city.notices.content import in_both
from scopeofduty.law.grouping import grouped
from scopeofduty.law.patterns import Pattern, pattern_in_words
from scopeofduty.law.situations import settled
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scopeofduty.city.drafts.duties import DutyTold
    from scopeofduty.law.comparing import Change
    from scopeofduty.law.grouping import Group

PATTERNS = 200  # how many changed situations are looked at
SHOWN = 12  # how many of them one job is told; more is no longer read
QUESTIONS = 3  # about two minutes
WORDS = 1000


def jobs(
    old: law.InForce, new: law.InForce, departments: Mapping[str, Iterable[str]]
) -> tuple[dict[str, Any], list[str]]:
    """Return what changes for each actor, and the sections of which only the words changed.

    ``departments`` maps an actor of the law to the names of its departments. Actors for whom nothing changes
    are left out.
    """
    comparison = old.compare(new, cap=PATTERNS)
    changed = duties.told(old, new, comparison.duties)
    told = {}
    for actor, names in sorted(departments.items()):
        mine = [change for change in comparison.changes if concerns(change, actor, new)]
        bound = settled({ACTOR: actor}, new.book.vocabulary)[ACTOR]
        groups = grouped(mine, new.book.vocabulary, bound)
        changes = list(_distinct(_told(group) for group in groups))
        deadlines = [_deadline(duty) for duty in changed if falls_on(duty, names, old, new)]
        if changes or deadlines:
            told[actor] = {
                "changes": changes[:SHOWN],
                "more": max(0, len(changes) - SHOWN),
                "duties": deadlines,
                "quiz": list(quiz(mine, actor, new)),
            }
    return told, sorted(set(comparison.reworded))


def falls_on(duty: DutyTold, names: Iterable[str], old: law.InForce, new: law.InForce) -> bool:
    """Say whether a changed duty is a department's: the law names it as who does it, before or after.

    Where the law names no department ("whoever took the contact"), nobody is told here: the desk says the
    duty with its answer.
    """
    owners = {
        one.owner.lower()
        for book in (old, new)
        for one in book.duty_rules
        if (one.section, one.id) == (duty.section, duty.id)
    }
    return any(name.lower() in owner for name in names for owner in owners)


def _deadline(duty: DutyTold) -> dict[str, str]:
    return in_both(lambda: telling.duty(duty, language()))


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


def _told(group: Group) -> dict[str, Any]:
    always = not (group.shared or group.ways or group.unless or group.who.en)
    return {
        "acts": [_texts(name) for name in group.act_names],
        "when": None if always else _texts(telling.when(group)),
        "before": phrase_of(group.before).value,
        "after": phrase_of(group.after).value,
        "because": list(dict.fromkeys(edit.rule.partition("/")[0] for edit in group.causes)),
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

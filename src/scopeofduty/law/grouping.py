"""Puts near-alike changes together, so that a reader hears once what they share.

`compare` gives every minimal pattern. Several often lie behind one change of the law: they end in the
same outcomes for the same reason and share most of their facts. A group says the shared facts once, then
the ways in which they differ, or what it leaves out, whichever takes fewer words: "unless the police hear
of civil enforcement" is read at once, "in any one of three ways that aren't that" is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scopeofduty.law.comparing import DIRECTIONS
from scopeofduty.law.naming import named
from scopeofduty.law.outcomes import (
    CONFLICT,
    DISCRETIONARY,
    NEEDS_APPROVAL,
    PERMITTED,
    PROHIBITED,
    REFER,
    REQUIRED,
    SILENT,
)
from scopeofduty.law.vocabulary import ACTOR, NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scopeofduty.law.comparing import Change, Edit
    from scopeofduty.law.vocabulary import Fact, Value, Vocabulary

IN_WORDS: Final = {
    REQUIRED: Text("must", "debe"),
    PERMITTED: Text("may", "puede"),
    DISCRETIONARY: Text("may, and need not", "puede, sin estar obligado"),
    PROHIBITED: Text("must not", "no debe"),
    NEEDS_APPROVAL: Text("only after a vote of approval", "solo con aprobación previa por votación"),
    REFER: Text("only as counsel says", "solo lo que diga la abogacía municipal"),
    SILENT: Text("no rule says", "ninguna norma lo dice"),
    CONFLICT: Text("the text contradicts itself", "el texto se contradice"),
}
"""What somebody may do, as an outcome says it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of a situation: the question (nothing for who acts) and its answer."""

    fact: str
    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Group:
    """Changes alike in acts, outcomes and causes.

    `shared` holds in all of them; each of `ways` adds what it needs besides, and any one of them is
    enough. Instead of ways there may be `unless`: the shared facts are enough but for these situations.
    Neither: the shared facts are all. `who` is empty when everybody whom the law binds is meant.
    """

    acts: tuple[str, ...]
    act_names: tuple[Text, ...]
    before: str
    after: str
    direction: str
    who: Text
    shared: tuple[Told, ...]
    ways: tuple[tuple[Told, ...], ...]
    unless: tuple[tuple[Told, ...], ...]
    causes: tuple[Edit, ...]

    @property
    def before_words(self) -> Text:
        """What somebody might do before, in words."""
        return IN_WORDS[self.before]

    @property
    def after_words(self) -> Text:
        """What somebody may do after, in words."""
        return IN_WORDS[self.after]


Facts = dict[str, tuple["Value", ...]]


def grouped(
    changes: Iterable[Change], vocabulary: Vocabulary, bound: frozenset[Value] | None = None
) -> tuple[Group, ...]:
    """Group changes; `bound` is everybody whom the law binds, who then needn't be named.

    Loosened come first, and every change is in exactly one group.
    """
    alike: dict[object, list[Change]] = {}
    for change in changes:
        key = (change.acts, change.before, change.after, frozenset(edit.rule for edit in change.causes))
        alike.setdefault(key, []).append(change)
    groups = [_group(found, vocabulary, bound) for found in alike.values()]
    return tuple(sorted(groups, key=lambda group: DIRECTIONS.index(group.direction)))


def _group(changes: Sequence[Change], vocabulary: Vocabulary, bound: frozenset[Value] | None) -> Group:
    first = changes[0]
    patterns = [_without_everybody(change.pattern.facts, bound) for change in changes]
    shared = {
        name: values
        for name, values in patterns[0].items()
        if all(pattern.get(name) == values for pattern in patterns)
    }
    rests = [{name: v for name, v in pattern.items() if name not in shared} for pattern in patterns]
    ways: list[Facts] = [] if any(not rest for rest in rests) else rests
    unless = _left_out(ways, vocabulary, bound)
    shorter = bool(unless) and _length(unless) < _length(ways)
    who = shared.pop(ACTOR, None)
    return Group(
        acts=first.acts,
        act_names=first.act_names,
        before=first.before,
        after=first.after,
        direction=first.direction,
        who=_named(vocabulary.facts[ACTOR], who, bound) if who else NOTHING,
        shared=_told(shared, vocabulary, bound),
        ways=() if shorter else _all_told(ways, vocabulary, bound),
        unless=_all_told(unless, vocabulary, bound) if shorter else (),
        causes=first.causes,
    )


def _without_everybody(facts: Mapping[str, tuple[Value, ...]], bound: frozenset[Value] | None) -> Facts:
    return {
        name: values
        for name, values in facts.items()
        if name != ACTOR or bound is None or not bound <= frozenset(values)
    }


def _left_out(ways: Sequence[Facts], vocabulary: Vocabulary, bound: frozenset[Value] | None) -> list[Facts]:
    """Return what is in none of the ways, as few situations as hold it; nothing where that has no list."""
    names = {name for way in ways for name in way}
    if any(vocabulary.facts[name].kind == "number" for name in names):
        return []
    every: dict[str, tuple[Value, ...]] = {name: vocabulary.facts[name].values for name in names}
    if bound and ACTOR in every:
        every[ACTOR] = tuple(value for value in every[ACTOR] if value in bound)
    left: list[Facts] = [{}] if ways else []
    for way in ways:
        left = _widest([{**each, name: kept} for each in left for name, kept in _outside(each, way, every)])
    return left


def _outside(each: Facts, way: Facts, every: Facts) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield each fact by which situations of ``each`` can lie outside a way, with the values that do."""
    for name, values in way.items():
        kept = tuple(value for value in each.get(name, every[name]) if value not in values)
        if kept:
            yield name, kept


def _widest(found: Sequence[Facts]) -> list[Facts]:
    """Return situations without those that lie inside another."""
    kept: list[Facts] = []
    for each in sorted(found, key=lambda facts: (len(facts), -sum(map(len, facts.values())))):
        if not any(_inside(each, other) for other in kept):
            kept.append(each)
    return kept


def _inside(each: Facts, other: Facts) -> bool:
    return all(name in each and set(each[name]) <= set(values) for name, values in other.items())


def _length(ways: Sequence[Facts]) -> int:
    return sum(1 + len(way) for way in ways)


def _all_told(
    ways: Sequence[Facts], vocabulary: Vocabulary, bound: frozenset[Value] | None
) -> tuple[tuple[Told, ...], ...]:
    """Tell ways that overlap as shortly as they can be told: what another way holds needn't be said twice."""
    told = [dict(way) for way in ways]
    for way in told:
        others = [other for other in told if other is not way]
        for name, values in way.items():
            left = tuple(
                value
                for value in values
                if not any(_inside({**way, name: (value,)}, other) for other in others)
            )
            fact = vocabulary.facts[name]
            if left and len(_named(fact, left, bound).en) < len(_named(fact, values, bound).en):
                way[name] = left
    return tuple(_told(way, vocabulary, bound) for way in told)


def _told(
    facts: Mapping[str, tuple[Value, ...]], vocabulary: Vocabulary, bound: frozenset[Value] | None
) -> tuple[Told, ...]:
    return tuple(
        Told(
            name,
            NOTHING if name == ACTOR else vocabulary.facts[name].question,
            _named(vocabulary.facts[name], values, bound),
        )
        for name, values in sorted(facts.items(), key=lambda fact: fact[0] != ACTOR)
    )


def _named(fact: Fact, values: tuple[Value, ...], bound: frozenset[Value] | None) -> Text:
    """Return the name of some answers; of somebody, by whom it leaves out where that is shorter."""
    told = named(fact, values, quoted=True, listed=3)
    if fact.id != ACTOR or not bound:
        return told
    others = tuple(value for value in fact.values if value in bound and value not in values)
    but = named(fact, others) if others else NOTHING
    if others and len(but.en) < len(told.en) and "except" not in but.en:
        return Text(f"everybody but {but.en}", f"todas las personas menos {but.es}")
    return told

"""Puts near-alike changes together, so that a reader hears once what they share.

`compare` gives every minimal pattern. Several often lie behind one change of the law: they end in the
same outcomes for the same reason and share most of their facts. A group says the shared facts once, then
the ways in which they differ.
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
    from collections.abc import Iterable, Mapping, Sequence

    from scopeofduty.law.comparing import Change, Edit
    from scopeofduty.law.vocabulary import Value, Vocabulary

IN_WORDS: Final = {
    REQUIRED: Text("must", "debe"),
    PERMITTED: Text("may", "puede"),
    DISCRETIONARY: Text("may, and need not", "puede, sin estar obligado"),
    PROHIBITED: Text("must not", "no debe"),
    NEEDS_APPROVAL: Text("only after a vote of approval", "solo con aprobación previa por votación"),
    REFER: Text("only as counsel says", "solo lo que diga la abogacía de la ciudad"),
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
    enough. No ways: the shared facts are all. `who` is empty when everybody whom the law binds is meant.
    """

    acts: tuple[str, ...]
    act_names: tuple[Text, ...]
    before: str
    after: str
    direction: str
    who: Text
    shared: tuple[Told, ...]
    ways: tuple[tuple[Told, ...], ...]
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
    who = shared.pop(ACTOR, None)
    return Group(
        acts=first.acts,
        act_names=first.act_names,
        before=first.before,
        after=first.after,
        direction=first.direction,
        who=named(vocabulary.facts[ACTOR], who) if who else NOTHING,
        shared=_told(shared, vocabulary),
        ways=tuple(_told(way, vocabulary) for way in ways),
        causes=first.causes,
    )


def _without_everybody(facts: Mapping[str, tuple[Value, ...]], bound: frozenset[Value] | None) -> Facts:
    return {
        name: values
        for name, values in facts.items()
        if name != ACTOR or bound is None or not bound <= frozenset(values)
    }


def _told(facts: Mapping[str, tuple[Value, ...]], vocabulary: Vocabulary) -> tuple[Told, ...]:
    return tuple(
        Told(
            name,
            NOTHING if name == ACTOR else vocabulary.facts[name].question,
            named(vocabulary.facts[name], values),
        )
        for name, values in facts.items()
    )

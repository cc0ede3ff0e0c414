"""Reads conditions: `when threat_to_life`, `when paper is judge_signed`, lists of all or any."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

from scopeofduty.law.conditions import COMPARISONS, All, Any, Compares, Condition, Is, Not
from scopeofduty.law.errors import nearest
from scopeofduty.law.lines import Line, Word, fault, joined, split_at
from scopeofduty.law.vocabulary import STATUS_REFUSED, Fact, Value, Vocabulary, names_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

LISTS: Final = ("all of", "any of", "none of")
MIXED: Final = (
    "This line mixes “and” with “or”, which people read in two ways. "
    "Use a list: “all of:” or “any of:”, with one condition on each line below."
)


@dataclass(frozen=True, eq=False, repr=False)
class Words:
    """The vocabulary and the readable words a file defines over it."""

    vocabulary: Vocabulary
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    acts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def act_names(self) -> dict[str, tuple[str, ...]]:
        """Every way to name acts: their ids, old ids, groups, and the file's own names."""
        known = self.vocabulary
        names = {act.lower(): (act,) for act in known.acts}
        names |= {old: (new,) for old, new in known.renamed.items() if new in known.acts}
        return names | dict(known.act_groups) | dict(self.acts)


def plain(words: Sequence[Word]) -> str:
    """Return words as an identifier: lower case, joined by underscores."""
    return "_".join(word.text.lower() for word in words)


def read_condition(words: Sequence[Word], line: Line, known: Words) -> Condition:
    """Read what follows `when` or a list's bullet. Raises `BlockError` at the first bad word."""
    phrase = " ".join(word.text for word in words)
    for keyword in LISTS:
        if phrase in {keyword, keyword + " :"}:
            return _list(keyword, line, known)
    if line.under:
        raise fault(
            line.under[0].words,
            "This line is indented under a condition that is already complete.",
            "Start the list with “when all of:” or “when any of:”, or indent less.",
        )
    return _one_line(words, line, known)


def _list(keyword: str, line: Line, known: Words) -> Condition:
    if not line.under:
        raise fault(
            line.words,
            f"“{keyword}:” has no conditions under it.",
            "Put each condition on its own line below, indented more.",
        )
    parts = tuple(read_condition(below.words, below, known) for below in line.under)
    if keyword == "all of":
        return All(parts)
    return Any(parts) if keyword == "any of" else Not(Any(parts))


def _one_line(words: Sequence[Word], line: Line, known: Words) -> Condition:
    if not words:
        raise fault(line.words, "A condition is missing here.", "Name a fact.")
    texts = {word.text for word in words}
    if {"and", "or"} <= texts:
        raise fault(words, MIXED)
    if "and" in texts:
        return All(tuple(_atom(part, words, known) for part in split_at(words, "and")))
    if "or" in texts:
        return Any(tuple(_atom(part, words, known) for part in split_at(words, "or")))
    return _atom(words, words, known)


def _atom(words: Sequence[Word], around: Sequence[Word], known: Words) -> Condition:
    if not words:
        raise fault(around, "A condition is missing beside “and” or “or”.")
    if words[0].text == "not":
        return Not(_atom(words[1:], around, known))
    texts = [word.text for word in words]
    if "is" not in texts:
        return _bare(words, known)
    split = texts.index("is")
    if split == 0:
        raise fault(words, "A fact is missing before “is”.")
    fact = _fact(words[:split], known)
    return _value_test(fact, words[split + 1 :], words)


def _bare(words: Sequence[Word], known: Words) -> Condition:
    name = plain(words)
    if name in known.conditions:
        return known.conditions[name]
    fact = _fact(words, known)
    if fact.kind != "yes-no":
        raise fault(
            words,
            f"“{fact.id}” is not a yes-no fact, so it needs a value.",
            f"Write “{fact.id} is …”: {_listed(fact)}.",
        )
    return Is(fact.id, frozenset({True}))


def _fact(words: Sequence[Word], known: Words) -> Fact:
    name = plain(words)
    vocabulary = known.vocabulary
    name = vocabulary.renamed.get(name, name)
    if name in vocabulary.facts:
        return vocabulary.facts[name]
    if names_status(name):
        raise fault(words, STATUS_REFUSED.format(word=joined(words)))
    raise fault(
        words,
        f"“{joined(words)}” is not a known fact.",
        _value_hint(name, vocabulary)
        or nearest(name, [*vocabulary.facts, *known.conditions])
        or "The facts are listed in the vocabulary; a pack may add its own.",
    )


def _value_hint(name: str, vocabulary: Vocabulary) -> str:
    for fact in vocabulary.facts.values():
        if name in fact.values or name in fact.groups:
            return f"“{name}” is a value: write “{fact.id} is {name}”."
    return ""


def _value_test(fact: Fact, words: Sequence[Word], around: Sequence[Word]) -> Condition:
    if not words:
        raise fault(around, f"A value of “{fact.id}” is missing.", _listed(fact) + ".")
    if words[0].text == "not":
        return Not(_value_test(fact, words[1:], around))
    phrase = " ".join(word.text for word in words[:2])
    if fact.kind == "number":
        return _comparison(fact, words, phrase)
    if phrase in {"any of", "none of"}:
        values: set[Value] = set()
        for part in split_at(words[2:], ","):
            values |= _values(fact, part or words)
        test = Is(fact.id, frozenset(values))
        return Not(test) if phrase == "none of" else test
    if "," in {word.text for word in words}:
        raise fault(words, "Several values stand here.", f"Write “{fact.id} is any of …, …”.")
    return Is(fact.id, _values(fact, words))


def _values(fact: Fact, words: Sequence[Word]) -> frozenset[Value]:
    name = plain(words)
    if fact.kind == "yes-no" and name in {"yes", "no"}:
        return frozenset({name == "yes"})
    if name in fact.groups:
        return fact.groups[name]
    if name in fact.values:
        return frozenset({name})
    raise fault(
        words,
        f"“{joined(words)}” is not a value of “{fact.id}”.",
        nearest(name, [*map(str, fact.values), *fact.groups]) or _listed(fact) + ".",
    )


def _listed(fact: Fact) -> str:
    if fact.kind == "number":
        return f"a number of {fact.unit}, such as “more than 48”"
    shown = ["yes", "no"] if fact.kind == "yes-no" else [str(v) for v in fact.values]
    return "its values are " + ", ".join(shown)


def _comparison(fact: Fact, words: Sequence[Word], phrase: str) -> Condition:
    comparison, rest = (phrase, words[2:]) if phrase in COMPARISONS else ("exactly", words)
    if comparison == "exactly" and rest[0].text == "exactly":
        rest = rest[1:]
    if comparison not in COMPARISONS or not rest:
        raise fault(words, f"A number of {fact.unit} is missing.")
    try:
        bound = float(rest[0].text)
        if not math.isfinite(bound):
            raise ValueError  # noqa: TRY301 - "inf" and "nan" read like any other bad number  # noqa: TRY301 - "inf" and "nan" read like any other bad number
    except ValueError:
        hint = nearest(phrase, COMPARISONS) or "Write “at least 5”, “more than 48” …"
        raise fault(rest[:1], f"“{rest[0].text}” is not a number.", hint) from None
    unit = [word.text for word in rest[1:]]
    if unit and unit != [fact.unit]:
        raise fault(rest[1:], f"“{fact.id}” counts {fact.unit}, not {' '.join(unit)}.")
    return Compares(fact.id, comparison, bound)

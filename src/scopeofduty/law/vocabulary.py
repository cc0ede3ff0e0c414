"""The words that packs and questions share: acts, facts, actors, and what implies what."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from scopeofduty.law.errors import LawError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final

Value = bool | str | int | float
"""A fact's value: yes-no facts hold booleans, one-of facts words, number facts numbers."""

SHARED: Final = Path(__file__).parent.parent / "laws" / "vocabulary.json"
ACTOR: Final = "actor"
STAFF_KNOW: Final = frozenset({"officer", "caller"})
"""Who may be asked at the desk. Records and counsel are read, never asked there."""

_STATUS_ID: Final = re.compile(
    r"(immigration|citizenship|alien|legal|visa|undocumented|migrant)_?(status|person)?$"
    r"|^(citizen|citizenship|nationality|undocumented|illegal|place_of_birth|country_of_origin)\b"
    r"|^(is|has|lacks|person_is|person_has)_.*(citizen|undocumented|documented|lawful|visa|alien)"
    r"|(immigration|citizenship|legal_residence|alien)_status"
)


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and Spanish. Spanish falls back to English when missing."""

    en: str
    es: str = ""

    def in_language(self, language: str) -> str:
        """Return the words in "en" or "es"."""
        return (self.es or self.en) if language == "es" else self.en

    def __str__(self) -> str:
        return self.en

    def __bool__(self) -> bool:
        return bool(self.en)

    @classmethod
    def parse(cls, written: str) -> Text:
        """Read "English | Spanish", as headings and outcomes write it."""
        english, _, spanish = written.partition("|")
        return cls(english.strip(), spanish.strip())


NOTHING: Final = Text("")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a fact can take, with what it means."""

    value: Value
    meaning: Text


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Act:
    """Something a person bound by the law might do."""

    id: str
    name: Text
    definition: str
    definition_es: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fact:
    """Something that can be so or not in a situation.

    `kind` is "yes-no", "one-of" or "number" (never negative, in `unit`). `who_knows` is
    officer, caller, record or counsel. `presumed` serves scoring and the weights of the
    interview, never an answer at the desk.
    """

    id: str
    kind: str
    question: Text
    choices: tuple[Choice, ...]
    who_knows: str
    definition: str = ""
    presumed: Value | None = None
    groups: Mapping[str, frozenset[Value]] = field(default_factory=dict)
    group_meanings: Mapping[str, Text] = field(default_factory=dict)
    unit: str = ""
    sensitive: bool = False
    never_ask_the_person: bool = False

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value; empty for numbers, which have no list."""
        return tuple(choice.value for choice in self.choices)

    @property
    def asked_of(self) -> str:
        """Return who may be asked: what is sensitive is read from a record, never asked at a desk."""
        return "record" if self.sensitive else self.who_knows

    def meaning(self, value: Value) -> Text:
        """Return what a value, or a group of values, means in words."""
        for choice in self.choices:
            if choice.value == value:
                return choice.meaning
        return self.group_meanings.get(str(value), Text(str(value), str(value)))


@dataclass(frozen=True, slots=True)
class Implication:
    """When every value under `given` is stated, the values under `then` hold."""

    given: tuple[tuple[str, Value], ...]
    then: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, eq=False, repr=False)
class Vocabulary:
    """Every word a pack may use. Build with `shared()` and widen with `with_words`."""

    acts: Mapping[str, Act]
    act_groups: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Fact]
    implies: tuple[Implication, ...]
    outcomes: Mapping[str, Text]
    duties: Mapping[str, Text]
    renamed: Mapping[str, str]
    digest: str = ""
    """The sha256 (hex) of the shared vocabulary's bytes: groups and `is_a` decide answers too."""

    @cached_property
    def tied(self) -> frozenset[str]:
        """Return every fact that some implication speaks of."""
        return frozenset(f for tie in self.implies for f, _ in (*tie.given, *tie.then))

    def fact(self, word: str) -> Fact:
        """Return the fact of that id. Raises `LawError`, naming the nearest known fact."""
        identifier = self.renamed.get(word, word)
        if identifier in self.facts:
            return self.facts[identifier]
        if names_status(identifier):
            raise LawError(STATUS_REFUSED.format(word=word))
        raise LawError(f"“{word}” is not a fact that this book knows. {nearest(word, self.facts)}")

    def act(self, word: str) -> str:
        """Return the act's id. Raises `LawError`, naming the nearest known act."""
        identifier = self.renamed.get(word, word)
        if identifier in self.acts:
            return identifier
        if identifier in self.act_groups:
            members = "; ".join(self.act_groups[identifier])
            raise LawError(f"“{word}” is a group of acts. Ask about one of them: {members}.")
        raise LawError(f"“{word}” is not an act that this book knows. {nearest(word, self.acts)}")

    def merged(self, other: Vocabulary) -> Vocabulary:
        """Return both vocabularies; where both define a word, the other's meaning stands."""
        return Vocabulary(
            {**self.acts, **other.acts},
            {**self.act_groups, **other.act_groups},
            {**self.facts, **other.facts},
            tuple(dict.fromkeys(self.implies + other.implies)),
            {**self.outcomes, **other.outcomes},
            {**self.duties, **other.duties},
            {**self.renamed, **other.renamed},
            self.digest,
        )

    def with_words(self, extra: Mapping[str, Any], source: str) -> Vocabulary:
        """Return this vocabulary widened by a pack's own acts, facts and actors."""
        from scopeofduty.law.shapes import check_shapes  # the shared vocabulary is checked by a test

        check_shapes(dict(extra), source)
        return _widen(self, extra, source)


STATUS_REFUSED: Final = (
    "“{word}” would make a person's immigration status a fact. No rule here may turn on what a "
    "person's status is. Write what staff do (for example “info is immigration_status”, the kind "
    "of information asked for), not who the person is."
)


def names_status(identifier: str) -> bool:
    """Tell whether a fact of this name would record a person's immigration status."""
    return bool(_STATUS_ID.search(identifier))


@cache
def shared() -> Vocabulary:
    """Return the vocabulary shipped with the packs."""
    written = SHARED.read_bytes()
    empty = Vocabulary({}, {}, {}, (), {}, {}, {}, hashlib.sha256(written).hexdigest())
    return _widen(empty, json.loads(written), SHARED.name)


def _widen(base: Vocabulary, extra: Mapping[str, Any], source: str) -> Vocabulary:
    try:
        acts = {**base.acts, **{row["id"]: _act(row) for row in extra.get("acts", [])}}
        facts = {**base.facts, **{row["id"]: _fact(row, source) for row in extra.get("facts", [])}}
        groups = {row["id"]: tuple(row["acts"]) for row in extra.get("act_groups", [])}
        facts[ACTOR] = _actor_fact(facts.get(ACTOR), extra.get("actors", []))
        return replace(
            base,
            acts=acts,
            facts=facts,
            act_groups={**base.act_groups, **groups},
            implies=base.implies + tuple(_implication(row) for row in extra.get("implies", [])),
            outcomes={**base.outcomes, **_texts(extra.get("outcomes", []))},
            duties={**base.duties, **_texts(extra.get("duties", []))},
            renamed={**base.renamed, **extra.get("renamed", {})},
        )
    except KeyError as missing:
        raise LawError(f"{source}: an entry of the vocabulary lacks {missing}.") from missing
    except (TypeError, AttributeError):
        raise LawError(
            f"{source}: the vocabulary is not laid out as the shared one is. "
            "Acts, facts, actors, implies, outcomes and duties are lists of objects."
        ) from None


def _act(row: Mapping[str, Any]) -> Act:
    name = Text(row["id"], row.get("name_es", ""))
    return Act(row["id"], name, row["definition"], row.get("definition_es", ""))


def _fact(row: Mapping[str, Any], source: str) -> Fact:
    if names_status(row["id"]):
        raise LawError(f"{source}: " + STATUS_REFUSED.format(word=row["id"]))
    if row["kind"] not in {"yes-no", "one-of", "number"}:
        raise LawError(
            f"{source}: the fact “{row['id']}” has the kind “{row['kind']}”. Use yes-no, one-of or number."
        )
    return Fact(
        id=row["id"],
        kind=row["kind"],
        question=Text(row["question"], row.get("question_es", "")),
        choices=_choices(row),
        who_knows=row["who_knows"],
        definition=row.get("definition", ""),
        presumed=row.get("presumed"),
        groups={name: frozenset(members) for name, members in row.get("groups", {}).items()},
        group_meanings={
            name: Text(words["en"], words["es"]) for name, words in row.get("group_meanings", {}).items()
        },
        unit=row.get("unit", ""),
        sensitive=row.get("sensitive", False),
        never_ask_the_person=row.get("never_ask_the_person", False),
    )


def _choices(row: Mapping[str, Any]) -> tuple[Choice, ...]:
    if row["kind"] == "yes-no":
        return (Choice(True, Text("yes", "sí")), Choice(False, Text("no", "no")))
    return tuple(
        Choice(value["value"], Text(value["meaning"], value.get("meaning_es", "")))
        for value in row.get("values", [])
    )


def _actor_fact(known: Fact | None, rows: Iterable[Mapping[str, Any]]) -> Fact:
    """Treat who acts as one more fact, whose groups follow `is_a` to every descendant."""
    choices = list(known.choices) if known else []
    reach: dict[str, set[Value]] = {}
    for name, members in (known.groups if known else {}).items():
        reach[name] = set(members)
    for row in rows:
        choices.append(Choice(row["id"], Text(row.get("name", row["definition"]), row.get("name_es", ""))))
        reach.setdefault(row["id"], set()).add(row["id"])
        for parent in row.get("is_a", []):
            reach.setdefault(parent, set()).update({parent, row["id"]})
    return Fact(
        id=ACTOR,
        kind="one-of",
        question=Text("Who would do it?", "¿Quién lo haría?"),
        choices=tuple(choices),
        who_knows="officer",
        groups={name: frozenset(members) for name, members in _closed(reach).items()},
    )


def _closed(reach: dict[str, set[Value]]) -> dict[str, set[Value]]:
    grown = True
    while grown:
        grown = False
        for name, members in reach.items():
            wider = members.union(*(reach.get(str(member), set()) for member in members))
            grown = grown or len(wider) > len(members)
            reach[name] = wider
    return reach


def _implication(row: Mapping[str, Any]) -> Implication:
    return Implication(tuple(row["if"].items()), tuple(row["then"].items()))


def _texts(rows: Iterable[Mapping[str, Any]]) -> dict[str, Text]:
    return {row["id"]: Text(row.get("name", row["definition"]), row.get("name_es", "")) for row in rows}

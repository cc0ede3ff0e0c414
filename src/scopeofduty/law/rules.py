"""What a pack holds once read: versions of laws, their sections, rules, duties and examples."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from scopeofduty.law.vocabulary import NOTHING, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Final

    from scopeofduty.law.conditions import Condition

LEVELS: Final = ("federal", "state", "county", "city", "department")
"""Levels of law from the highest to the lowest."""

MARKS: Final = {
    "V": Text("official text read", "texto oficial leído"),
    "N": Text("news or a secondary source", "prensa o fuente secundaria"),
    "K": Text("background knowledge, to be checked", "conocimiento general, por verificar"),
}
"""How well a rule is founded."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Section:
    """One provision of the text, in our own words, with how well it is founded."""

    label: str
    heading: Text
    text: Text
    mark: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Displacement:
    """Which lower rules a rule puts out of force while it is live.

    Either the rules under `sections` of `pack`, or every lower rule with one of `outcomes`.
    """

    pack: str = ""
    sections: tuple[str, ...] = ()
    outcomes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule:
    """One rule: acts, one outcome (None when it only displaces), a condition, a section.

    `start` and `end` bound its force inside its version: first day in force, first day no
    longer in force. `condition` already tests who acts.
    """

    pack: str
    law: str
    level: str
    id: str
    section: str
    acts: tuple[str, ...]
    outcome: str | None
    condition: Condition
    approver: Text = NOTHING
    despite: tuple[str, ...] = ()
    displaces: tuple[Displacement, ...] = ()
    duties: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    mark: str = ""
    source: str = ""
    summary: Text = NOTHING
    written: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the rule among all rules of a book on one day."""
        return (self.pack, self.law, self.id)

    def in_force(self, day: date) -> bool:
        """Tell whether the rule stands on that day, its version being in force."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Duty:
    """A timer over events. Periods count in `unit` from `clock`; `every` marks a return.

    `unit` is "hours", "days" or "working days". `every` is "", "month", "quarter" or "year",
    and `due` then says by when, as written; with `if_any`, a return is owed only for periods
    that saw such an event. A notice may say what it `tells`, how coarse a `place`, and after how
    many days its embargo event is `presumed` (None: never).
    """

    pack: str
    law: str
    section: str
    id: str
    acts: tuple[str, ...]
    condition: Condition
    owner: str = ""
    trigger: str = ""
    embargo: str = ""
    clock: str = ""
    period: int | None = None
    unit: str = ""
    fulfilment: tuple[str, ...] = ()
    every: str = ""
    due: str = ""
    if_any: str = ""
    applies_to_pending: bool = False
    tells: tuple[str, ...] = ()
    place: str = ""
    presumed: int | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Example:
    """A situation and what the book must answer. `expected` lists the outcomes possible."""

    name: str
    act: str
    actor: str | None
    facts: Mapping[str, Value]
    expected: frozenset[str]
    by: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    asks: str = ""
    day: date | None = None
    scenario: str = ""
    source: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Version:
    """One law as it stood for a time. `end` is the first day on which it no longer stands."""

    pack: str
    law: str
    name: str
    level: str
    start: date
    end: date | None
    draft: bool
    cited_as: Text
    sections: Mapping[str, Section]
    rules: tuple[Rule, ...]
    duties: tuple[Duty, ...]
    when_silent: Text
    names: Mapping[str, tuple[str, str]]
    file: str
    beyond_rules: frozenset[str] = frozenset()
    covered: frozenset[Value] | None = None

    def stands(self, day: date) -> bool:
        """Tell whether this version is the one to read on that day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, eq=False, repr=False)
class Pack:
    """One folder: every version of the laws of one jurisdiction, with its examples."""

    id: str
    title: Text
    jurisdiction: str
    standing: str
    zone: str
    above: tuple[str, ...]
    sources: tuple[str, ...]
    cases: Mapping[str, tuple[str, ...]]
    note: Text
    versions: tuple[Version, ...]
    examples: tuple[Example, ...]
    digest: str


def covers(reference: str, section: str) -> bool:
    """Tell whether a reference such as "4(b)" takes in a section such as "4(b)(1)"."""
    return section == reference or section.startswith((reference + "(", reference + ".", reference + "/"))


def stands_despite(rule: Rule, other: Rule) -> bool:
    """Tell whether `rule` names `other`, of the same law, as what it stands despite.

    Two exceptions to the same section are not exceptions to each other.
    """
    if rule.id == other.id or not other.id.startswith(rule.despite):
        return False
    return any(covers(reference, other.id) and reference not in other.despite for reference in rule.despite)


def rule_hash(rule: Rule, section: Section | None) -> str:
    """Return the sha256 that counsel signs: the rule as written and the text it rests on."""
    parts = [rule.pack, rule.law, rule.level, rule.id, rule.written]
    if section:
        parts += [section.label, section.text.en, section.text.es]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

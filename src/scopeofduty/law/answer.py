"""An answer: what binds, on what authority, and what is still to be known."""

from __future__ import annotations

from dataclasses import dataclass, field

from scopeofduty.law.explain import explained
from scopeofduty.law.vocabulary import NOTHING, Choice, Text, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule as authority. `hash` (sha256, hex) is what counsel signs.

    `mark` tells how well it is founded: V official text, N news or secondary, K background
    knowledge. `draft` is true while the text was proposed and not adopted.
    """

    pack: str
    law: str
    version: str
    level: str
    section: str
    rule: str
    cited_as: Text
    outcome: str | None
    heading: Text
    summary: Text
    text: Text
    approver: Text
    mark: str
    source: str
    hash: str
    draft: bool
    start: date
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The next best question. `choices` is empty for a number, which counts `unit`.

    `alike` gathers the values that no rule on this act tells apart, so that a desk may show
    a few buttons first. Facts marked `sensitive` are stored only as "consulted: yes".
    """

    fact: str
    text: Text
    kind: str
    choices: tuple[Choice, ...]
    alike: tuple[tuple[Value, ...], ...]
    unit: str
    who_knows: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says of one act in one situation, on one day, by one digest.

    `outcome` is None while several of `possible` are left. A conflict of rules has the outcome
    "refer" and lists the rules in `conflict`. `set_aside` were defeated by a live rule,
    `beside` are live without deciding, `possibly` depend on the blanks. `missing` names every
    fact that could still change the answer, also those that no one at the desk can know.
    `consulted` names the given facts that are sensitive: keep that they were consulted, never
    what they were.
    """

    act: str
    act_name: Text
    actor: str | None
    facts: Mapping[str, Value]
    day: date
    digest: str
    outcome: str | None
    possible: tuple[str, ...]
    question: Question | None
    citations: tuple[Citation, ...]
    set_aside: tuple[Citation, ...] = ()
    beside: tuple[Citation, ...] = ()
    possibly: tuple[Citation, ...] = ()
    conflict: tuple[Citation, ...] = ()
    duties: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    approver: Text = NOTHING
    when_silent: Text = field(default=Text(""))

    @property
    def storable(self) -> dict[str, Value]:
        """Return the facts as they may be kept: a sensitive one only as "consulted"."""
        return {f: "consulted" if f in self.consulted else value for f, value in self.facts.items()}

    def explain(self, language: str = "en") -> str:
        """Return two plain sentences in "en" or "es": what to do, and why or what is missing."""
        return explained(self, language)

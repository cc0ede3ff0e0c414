"""What the law says of a point, in words for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.desk import sentences
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.points.wording import INSTEAD

if TYPE_CHECKING:
    from collections.abc import Mapping

TONES = {Phrase.MUST: "must", Phrase.MAY: "may", Phrase.NO: "no", Phrase.COMMISSION: "no"}


@dataclass(frozen=True)
class Said:
    """The answer for one kind of information: the phrase, what to do now, and what is behind it."""

    kind: str
    information: str
    phrase: Phrase
    now: str
    instead: str
    sections: tuple[str, ...]
    obligations: tuple[dict[str, Any], ...]

    @property
    def tone(self) -> str:
        """Which colour goes with the words."""
        return TONES.get(self.phrase, "ask")


def said(law: Mapping[str, Any]) -> list[Said]:
    """Return what the law says, kind by kind, in the reader's language; nothing where no law was asked."""
    return [_one(each) for each in law.get("answers", []) if each["information"] in BY_ID]


def _one(told: Mapping[str, Any]) -> Said:
    phrase = Phrase(told["phrase"])
    cited = told["determination"]["citations"]
    return Said(
        kind=told["information"],
        information=str(BY_ID[told["information"]].label),
        phrase=phrase,
        now=sentences.now(phrase, agent=False),
        instead="" if phrase is Phrase.MUST else str(INSTEAD[told["information"]]),
        sections=tuple(dict.fromkeys(f"{each['law']} {each['section']}" for each in cited)),
        obligations=tuple(told["obligations"]),
    )

"""The second door: may we ask for this, or write it down, at this form?

Whether a law obliges us is never asked of staff: it is looked up in the register of legal obligations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import Force, LegalObligation
from scopeofduty.city.desk.determination import Determination, determine
from scopeofduty.city.desk.phrase import Phrase, phrase_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty import law
    from scopeofduty.city.collection.information import Information
    from scopeofduty.city.profile.models import Department, Service

ASK = "ask about immigration information"
RECORD = "record immigration information"
ACTS = (ASK, RECORD)
REQUIRED = "required_by_law"
# What the city's own law may say for a listed duty to be said as one. Anything else is for counsel.
MAKES_ROOM = frozenset({Phrase.MUST, Phrase.MAY, Phrase.SILENT})


@dataclass(frozen=True)
class Collecting:
    """The answer at a form: the phrase, what the register lists, what the city's law says."""

    phrase: Phrase
    determination: Determination
    listed: tuple[LegalObligation, ...]

    @property
    def duties(self) -> tuple[LegalObligation, ...]:
        """Laws that oblige the city to ask."""
        return tuple(row for row in self.listed if row.kind == Force.DUTY)

    @property
    def not_duties(self) -> tuple[LegalObligation, ...]:
        """Laws that only allow it, or that are wrongly claimed to oblige."""
        return tuple(row for row in self.listed if row.kind != Force.DUTY)

    @property
    def by_law(self) -> bool:
        """Whether a listed duty is why we must."""
        return self.phrase is Phrase.MUST and bool(self.duties)


def look_up(
    *,
    act: str,
    department: Department,
    service: Service | None,
    information: Information,
    actor: str | None,
    facts: Mapping[str, law.Value],
    on: date,
) -> Collecting:
    """Look the information up in the register, then put it to the law in force.

    A duty that counsel has listed, by name and date, carries counsel's signature itself.

    Raises:
        NoLawError: the city has no law that can be read.
        law.QuestionError: a fact or value is unknown, or the facts contradict each other.
    """
    listed = tuple(register.found(department, service, information.id))
    obliged = any(row.kind == Force.DUTY for row in listed)
    determination = determine(
        act=act,
        actor=actor,
        facts={**facts, "info": information.info, REQUIRED: obliged},
        on=on,
    )
    # A duty stands whatever is still open, as long as every answer left makes room for it.
    left = {phrase_of(outcome) for outcome in determination.possible}
    must = obliged and left <= MAKES_ROOM
    return Collecting(Phrase.MUST if must else determination.phrase, determination, listed)

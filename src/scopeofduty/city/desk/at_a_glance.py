"""The front page's summary of the law: a few plain questions, answered by the law in force itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty import law
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.collecting import ASK
from scopeofduty.city.desk.determination import Determination, determine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Glance:
    """A question that residents and staff ask first, as act, actor and facts."""

    words: _StrPromise
    act: str
    actor: str
    facts: Mapping[str, str | bool]


CALM: Mapping[str, str | bool] = {"threat_to_life": False}
QUESTIONS = (
    Glance(
        _("Ask people about status, citizenship or birthplace, with no law that obliges us"),
        ASK,
        "any_employee",
        {**CALM, "info": "immigration_status", "required_by_law": False},
    ),
    Glance(
        _("Help with a civil immigration arrest"),
        "give perimeter or on-site support",
        "police",
        {**CALM, "purpose": "civil_immigration", "paper": "none"},
    ),
    Glance(
        _("Keep somebody in jail on an immigration officer's request"),
        "hold on a detainer",
        "police",
        {**CALM, "paper": "detainer"},
    ),
    Glance(
        _("Help carry out a warrant for a crime, signed by a judge"),
        "carry out a warrant or court order",
        "police",
        {**CALM, "paper": "criminal_warrant"},
    ),
    Glance(
        _("Help anybody whose life is in danger"),
        "give emergency help",
        "police",
        {"threat_to_life": True},
    ),
    Glance(
        _("Sign an agreement with federal immigration authorities"),
        "make an agreement",
        "any_employee",
        {**CALM, "agreement_kind": "mou", "governing_body_approved": False},
    ),
)


def glances() -> list[tuple[str, Determination]]:
    """Return each question with its answer today; nothing when no law can be read."""
    today = register.today(port.now())
    try:
        return [
            (str(each.words), determine(act=each.act, actor=each.actor, facts=each.facts, on=today))
            for each in QUESTIONS
        ]
    except (law_in_force.NoLawError, law.LawError):
        return []

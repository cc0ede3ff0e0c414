"""Who asks: put as a question only where it changes the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.desk.determination import Determination, determine
from scopeofduty.city.profile.models import Department
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from scopeofduty import law
    from scopeofduty.city.desk.given import Given

ANYBODY = "any_employee"


def for_whoever_asks(found: Determination, given: Given, *, in_force: law.InForce) -> Determination:
    """Leave out the question who would act, when every department of the city gets the same answer."""
    if found.question is None or found.question.fact != ACTOR:
        return found
    actors = dict.fromkeys(Department.objects.values_list("actor", flat=True)) or {ANYBODY: None}
    each = [
        determine(act=found.act, actor=actor, facts=given.facts, on=found.on, in_force=in_force)
        for actor in actors
    ]
    return each[0] if len({_gist(one) for one in each}) == 1 else found


def _gist(found: Determination) -> tuple[object, ...]:
    asked = found.question.fact if found.question else ""
    rules = frozenset(each.citation.hash for each in found.citations)
    return (found.phrase, asked, rules, found.missing)

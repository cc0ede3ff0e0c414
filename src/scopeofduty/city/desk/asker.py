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


def actor_of(department: Department, vocabulary: law.Vocabulary) -> str:
    """Return the actor the law knows a department as; one it doesn't know counts as any employee."""
    known = vocabulary.facts[ACTOR].values
    return department.actor if department.actor in known else ANYBODY


def for_whoever_asks(found: Determination, given: Given, *, in_force: law.InForce) -> Determination:
    """Leave out the question who would act, when every department of the city gets the same answer."""
    if found.question is None or found.question.fact != ACTOR:
        return found
    vocabulary = in_force.book.vocabulary
    actors = dict.fromkeys(actor_of(each, vocabulary) for each in Department.objects.all())
    each = [
        determine(act=found.act, actor=actor, facts=given.facts, on=found.on, in_force=in_force)
        for actor in actors or (ANYBODY,)
    ]
    return each[0] if len({_gist(one) for one in each}) == 1 else found


def _gist(found: Determination) -> tuple[object, ...]:
    asked = found.question.fact if found.question else ""
    rules = frozenset(each.citation.hash for each in found.citations)
    return (found.phrase, asked, rules, found.missing)

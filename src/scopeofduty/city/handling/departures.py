"""What arrives without a report: departures that nobody could justify, agreements signed without a vote.

Each comes with a clock of its own, and is decided by a recipient of reports who had no part in it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts.erasure import reason_problems
from scopeofduty.city.handling.clocks import count, period_of
from scopeofduty.city.handling.models import Arrived, Departure, SignedWithoutVote
from scopeofduty.city.reports.bodies import Violation
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.roster.keys import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.agreements.models import PossibleViolation
    from scopeofduty.city.contacts.models import Review

DECIDED_IN = timedelta(days=90)
DECIDED = (Arrived.State.SUSTAINED, Arrived.State.NOT_SUSTAINED)


def arrive(review: Review, at: datetime, **_rest: Any) -> None:
    """Take in a departure, inside the transaction that sent it on; twice is once."""
    due = (at + DECIDED_IN).date()
    Departure.objects.get_or_create(review=review, defaults={"arrived_at": at, "due": due})


def arrive_unvoted(violation: PossibleViolation, **_rest: Any) -> None:
    """Take in an agreement signed without a vote, inside the transaction that recorded it; twice is once."""
    given = {"arrived_at": violation.at, "due": (violation.at + DECIDED_IN).date()}
    SignedWithoutVote.objects.get_or_create(violation=violation, defaults=given)


def decide(
    found: Departure | SignedWithoutVote,
    state: str,
    said: str,
    *,
    by: User,
    at: datetime,
    violation: str = "",
) -> Departure | SignedWithoutVote:
    """Say how far something that arrived is, or what was found and done; what is decided counts in public.

    Raises:
        RefusedError: it was decided, this person had a part in it, or the words or the class are missing.
    """
    violation = Violation.AGREEMENT if isinstance(found, SignedWithoutVote) else violation
    if state not in Arrived.State.values:
        raise RefusedError(_("Choose how far it is."))
    problems = reason_problems(said, "said") if state in DECIDED else {}
    if problems:
        raise RefusedError(problems["said"][0])
    if state in DECIDED and violation not in Violation.values:
        raise RefusedError(_("Say which class of violation this was about."))
    with transaction.atomic():
        current = type(found).objects.select_for_update().get(pk=found.pk)
        if current.state in DECIDED:
            raise RefusedError(_("This was decided already."))
        if not may_decide(current, by):
            raise RefusedError(_("You had a part in it; another recipient decides."))
        current.state, current.said = state, said.strip()[:1000]
        current.decided_by, current.decided_at = by, at
        current.save()
        if state in DECIDED:
            count(period_of(day_of(at)), violation, state)
    return current


def may_decide(found: Departure | SignedWithoutVote, person: User) -> bool:
    """Say whether a person may decide: a recipient of reports who had no part in it."""
    return person.may(Permission.REPORT_RECEIVE) and not found.had_part(person)

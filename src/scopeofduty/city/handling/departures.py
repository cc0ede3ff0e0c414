"""Departures that a supervisor could not justify: they arrive here, with a clock of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts.erasure import reason_problems
from scopeofduty.city.handling.models import Departure
from scopeofduty.city.roster.keys import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.models import Review

DECIDED_IN = timedelta(days=90)
DECIDED = (Departure.State.SUSTAINED, Departure.State.NOT_SUSTAINED)


def arrive(review: Review, at: datetime, **_rest: Any) -> None:
    """Take in a departure, inside the transaction that sent it on; twice is once."""
    due = (at + DECIDED_IN).date()
    Departure.objects.get_or_create(review=review, defaults={"arrived_at": at, "due": due})


def decide(departure: Departure, state: str, said: str, *, by: User, at: datetime) -> Departure:
    """Say how far a departure is, or what was found and done about it.

    Raises:
        RefusedError: it was decided, it is this person's own contact, or the words are missing.
    """
    if state not in Departure.State.values:
        raise RefusedError(_("Choose how far it is."))
    problems = reason_problems(said, "said") if state in DECIDED else {}
    if problems:
        raise RefusedError(problems["said"][0])
    with transaction.atomic():
        current = Departure.objects.select_for_update().get(pk=departure.pk)
        if current.state in DECIDED:
            raise RefusedError(_("This was decided already."))
        if not may_decide(current, by):
            raise RefusedError(_("You wrote in this contact or sent it here; another recipient decides."))
        current.state, current.said, current.decided_by, current.decided_at = (
            state,
            said.strip()[:1000],
            by,
            at,
        )
        current.save()
    return current


def may_decide(departure: Departure, person: User) -> bool:
    """Say whether a person may decide: a recipient of reports who had no part in the contact."""
    review = departure.review
    return (
        person.may(Permission.REPORT_RECEIVE)
        and review.decided_by_id != person.pk
        and not review.contact.revisions.filter(author=person).exists()
    )

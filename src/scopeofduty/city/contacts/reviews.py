"""Reviews: a departure, or a use of the life-threat button, comes before a supervisor within one shift."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.dispatch import Signal
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts import status
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.erasure import reason_problems
from scopeofduty.city.contacts.models import Review, Revision
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

SHIFT_HOURS = 8
unjustified = Signal()
"""Sent with `review` and `at`, inside the transaction, when a departure goes to the named body."""


def open_if_needed(revision: Revision, before: Revision | None, at: datetime) -> Review | None:
    """Open a review if this revision calls for one that no earlier revision called for.

    A correction of what was decided calls again; one that leaves decision and answer alone does not.
    """
    cause = cause_of(revision)
    if cause is None or (before is not None and _same_case(revision, before)):
        return None
    if Review.objects.filter(contact=revision.contact_id, state=Review.State.OPEN).exists():
        return None
    city = City.objects.first()
    shift = timedelta(hours=city.shift_hours if city else SHIFT_HOURS)
    return Review.objects.create(
        contact_id=revision.contact_id,
        cause=cause,
        department=revision.department or "",
        opened_at=at,
        due_at=at + shift,
    )


def cause_of(revision: Revision) -> Review.Cause | None:
    """Return why a revision calls for a review; the life-threat button comes first, since it always does."""
    if revision.life_button:
        return Review.Cause.LIFE_BUTTON
    return Review.Cause.DEPARTURE if revision.departure else None


def _same_case(revision: Revision, before: Revision) -> bool:
    return (revision.departure, revision.decision, revision.life_button) == (
        before.departure,
        before.decision,
        before.life_button,
    )


def queue_for(person: User) -> QuerySet[Review]:
    """Return the open reviews that a person may decide: their department's first, then the next due."""
    if not person.may(Permission.REVIEW_DECIDE):
        return Review.objects.none()
    own = person.department.slug if person.department else None
    first = Case(When(department=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Review.objects.filter(state=Review.State.OPEN)
        .exclude(contact__revisions__author=person)
        .select_related("contact__recorded_by")
        .order_by(first, "due_at", "pk")
    )


def why_not(review: Review, person: User) -> str:
    """Return why a person may not decide a review, or ""."""
    if not person.may(Permission.REVIEW_DECIDE):
        return _("A supervisor decides this.")
    if review.contact.revisions.filter(author=person).exists():
        return _("You wrote in this contact yourself; another supervisor decides.")
    return ""


def decide(review: Review, *, state: str, reason: str, sent_to: str, by: User, at: datetime) -> Review:
    """Decide a review: justified, with a reason; or sent on to the body that the ordinance names.

    Raises:
        EntryRefusedError: it was decided, it isn't this person's to decide, or the form lacks something.
    """
    with transaction.atomic():
        current = Review.objects.select_for_update().get(pk=review.pk)
        problems = reason_problems(reason) | status.settle(status.stops_in(sent_to, "sent_to"), {})[1]
        if state not in {Review.State.JUSTIFIED, Review.State.SENT_ON}:
            problems["state"] = [_("Choose: justified, or sent to the named body.")]
        if state == Review.State.SENT_ON and not 2 <= len(sent_to.strip()) <= 200:
            problems["sent_to"] = [_("Name the body it is sent to, in at most 200 characters.")]
        if current.state != Review.State.OPEN:
            problems = {"state": [_("This was decided meanwhile. Open it again to see how.")]}
        if refusal := why_not(current, by):
            problems = {"state": [refusal]}
        if problems:
            raise EntryRefusedError(problems)
        current.state, current.reason = state, reason.strip()
        current.sent_to = sent_to.strip() if state == Review.State.SENT_ON else ""
        current.decided_by, current.decided_at = by, at
        current.save()
        if current.state == Review.State.SENT_ON:
            unjustified.send(sender=Review, review=current, at=at)
    return current

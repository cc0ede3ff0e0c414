"""Reviews: a departure, or a use of the life-threat button, comes before a supervisor within one shift."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.contacts.models import Review, Revision
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import datetime

SHIFT_HOURS = 8


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

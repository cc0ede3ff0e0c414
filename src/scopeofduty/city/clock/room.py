"""What the clock puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock.models import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Offer the clock's page, with the jobs that failed."""
    if person.may(Permission.CLOCK_READ):
        yield Card(
            title=_("What is due"),
            text=_("Windows, reminders and deadlines that run by themselves, and whether they did."),
            address=reverse("clock:jobs"),
            waiting=Job.objects.filter(done_at=None).exclude(error="").count(),
            order=200,
        )

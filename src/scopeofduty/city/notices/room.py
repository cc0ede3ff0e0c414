"""What notices put into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.notices.models import Delay, Notice
from scopeofduty.city.notices.reminding import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Offer the page, with what waits for this person's word."""
    if not person.may(Permission.NOTICE_READ):
        return
    count = 0
    if person.may(Permission.NOTICE_ATTEST):
        count += len(waiting(at))
    if person.may(Permission.NOTICE_CHECK):
        count += Notice.objects.filter(window=None, withdrawn_at=None, reading=None).count()
    if person.may(Permission.NOTICE_DELAY):
        asked = Delay.objects.filter(confirmed_at=None, lifted_at=None, until__gt=at, notice__window=None)
        count += asked.exclude(asked_by=person).count()
    yield Card(
        title=_("Sealed notices"),
        text=_("What the public will be told once an operation is complete."),
        address=reverse("notices:sealed"),
        waiting=count,
    )

"""What handling puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.handling import clocks, inbox
from scopeofduty.city.handling.jobs import UNREAD
from scopeofduty.city.handling.models import Arrived, Departure, Hold, SignedWithoutVote
from scopeofduty.city.reports.intake import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Offer the inbox, departures, clocks and holds. No count tells of a report: batches come daily."""
    today = day_of(at)
    if person.may(Permission.REPORT_RECEIVE):
        yield Card(
            title=_("Inbox of reports"),
            text=_("Go through each day's batch with your key."),
            address=reverse("handling:inbox"),
            waiting=len(inbox.unread(person)),
        )
        yield Card(
            title=_("Departures sent on"),
            text=_(
                "What was done otherwise than the answer allows and a supervisor could not justify, and "
                "agreements signed without a vote."
            ),
            address=reverse("handling:departures"),
            waiting=sum(
                each.objects.filter(state=Arrived.State.RECEIVED).count()
                for each in (Departure, SignedWithoutVote)
            ),
        )
    if person.may(Permission.REPORT_CLOCKS):
        late = (
            len(clocks.overdue(today))
            + len(clocks.late_arrivals(today))
            + len(inbox.unread_for_long(today - UNREAD))
        )
        yield Card(
            title=_("Clocks of reports"),
            text=_("What is overdue, without a word of which report."),
            address=reverse("handling:clocks"),
            waiting=late,
        )
    if person.may(Permission.IDENTITY_BOX):
        yield Card(
            title=_("Identity boxes"),
            text=_("Save them, and open them with the other custodian, offline, by “duty match”."),
            address=reverse("handling:boxes"),
        )
    if person.may(Permission.REPORT_HOLD) or person.may(Permission.REPORT_RETAIN):
        waits = Hold.objects.filter(lifted_at=None, confirmed_by=None).exclude(placed_by=person).count()
        lifts = Hold.objects.filter(lifted_at=None).exclude(lift_asked_by=None).exclude(lift_asked_by=person)
        yield Card(
            title=_("Keeping of reports"),
            text=_("How long sealed reports are kept, and which a legal hold keeps."),
            address=reverse("handling:keeping"),
            waiting=waits + lifts.count() if person.may(Permission.REPORT_HOLD) else 0,
        )

"""What the contact log puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts import holds, retention, reviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Yield the cards for ``person``."""
    may, to = person.may, reverse
    if may(Permission.CONTACT_RECORD):
        text = _("Federal officers called, wrote or came: write down what they asked and what was done.")
        yield Card(title=_("Record a contact"), text=text, address=to("contacts:new"), order=10)
        if drafts := person.contact_drafts.count():
            text = _("Begun, without a number, and seen by nobody else.")
            yield Card(
                title=_("Your drafts"), text=text, address=to("contacts:new"), waiting=drafts, order=11
            )
    if may(Permission.CONTACT_READ_ALL):
        text = _("Every contact, with filters and export.")
        yield Card(title=_("The contact log"), text=text, address=to("contacts:list"), order=20)
    elif may(Permission.CONTACT_READ_OWN):
        text = _("What you recorded, its corrections, and how a review stands.")
        yield Card(title=_("Your contacts"), text=text, address=to("contacts:list"), order=20)
    if may(Permission.REVIEW_DECIDE):
        text = _("Departures from the answer, and uses of the life-threat button.")
        waiting = reviews.queue_for(person).count()
        yield Card(title=_("Reviews"), text=text, address=to("contacts:reviews"), waiting=waiting, order=15)
    yield from _keeping_cards(person, at)


def _keeping_cards(person: User, at: datetime) -> Iterator[Card]:
    may, to = person.may, reverse
    if may(Permission.DISPATCH_RECONCILE):
        text = _("What each channel brought, and certified nil returns.")
        yield Card(title=_("Counts by channel"), text=text, address=to("contacts:counts"), order=40)
    if may(Permission.CONTACT_RETAIN):
        text = _("How long contacts are kept, what is due, which fields are kept at all.")
        waiting = len(retention.due(at))
        yield Card(
            title=_("Keeping and purging"),
            text=text,
            address=to("contacts:keeping"),
            waiting=waiting,
            order=45,
        )
    if may(Permission.CONTACT_HOLD):
        text = _("Keep a contact from being erased, for a lawsuit or a request for records.")
        yield Card(title=_("Legal holds"), text=text, address=to("contacts:holds"), order=46)
        text = _("A second person is needed.")
        for hold in holds.waiting_for(person):
            title = _("Legal hold on contact %(number)s") % {"number": hold.contact_id}
            yield Card(title=title, text=text, address=to("contacts:hold", args=[hold.contact_id]), waiting=1)

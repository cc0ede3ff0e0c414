"""The audit trail: who did what, when, and why.

An event is named ``source:subject:action``: the source is the part of the city in which it was done, the
subject is what it was done to, the action is a verb in the past. Every part that writes to the trail adds
its events to this one list, so that the list is the whole of what the trail can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.models import AuditEvent

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


class Event(TextChoices):
    """Everything that the trail records."""

    ACCOUNT_MADE = "people:account:made", _("Account made")
    ACCOUNT_CLOSED = "people:account:closed", _("Account closed")
    ACCOUNT_REOPENED = "people:account:reopened", _("Account reopened")
    APPOINTMENT_GIVEN = "people:appointment:given", _("Role given")
    APPOINTMENT_ENDED = "people:appointment:ended", _("Role ended")
    LINK_MADE = "people:link:made", _("One-time link made")
    FACTOR_TAKEN = "people:factor:removed", _("Second factor removed by an administrator")
    PASSWORD_CHOSEN = "account:password:chosen", _("Password chosen")
    FACTOR_ADDED = "account:factor:added", _("Second factor added")
    FACTOR_REMOVED = "account:factor:removed", _("Second factor removed")
    FACTOR_RENEWED = "account:factor:renewed", _("Recovery codes renewed")
    CITY_SET_UP = "city:profile:set_up", _("City set up")
    CITY_CHANGED = "city:profile:changed", _("City changed")
    DEPARTMENT_CHANGED = "city:department:changed", _("Department added or changed")
    SERVICE_CHANGED = "city:service:changed", _("Form or service added or changed")
    OBLIGATION_LISTED = "register:obligation:listed", _("Legal obligation listed")
    OBLIGATION_CHANGED = "register:obligation:changed", _("Legal obligation changed")
    OBLIGATION_WITHDRAWN = "register:obligation:withdrawn", _("Legal obligation withdrawn")
    PETITION_REFUSED = "register:petition:refused", _("Petition answered: not a legal obligation")
    RULE_SIGNED = "desk:rule:signed", _("Rule signed for the desk")
    RULE_WITHDRAWN = "desk:rule:withdrawn", _("Signature under a rule withdrawn")


def record(event: Event, *, actor: User | None, subject: str, at: datetime, reason: str = "") -> AuditEvent:
    """Add one event to the trail.

    Args:
        event: what was done.
        actor: who did it; None is a person who came by a one-time link, or the machine itself.
        subject: whom or what it was done to: a user name, a number, never what a contact says.
        at: the reading of the clock that the act itself used.
        reason: why, as the person gave it.
    """
    return AuditEvent.objects.create(event=event, actor=actor, subject=subject[:200], at=at, reason=reason)


def label(event: str) -> str:
    """Return the words for an event, or the event itself when a later version wrote it."""
    return str(Event(event).label) if event in Event.values else event

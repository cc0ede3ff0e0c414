"""What reconciliation puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.reconciliation.models import DispatchCall

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Offer the page, with the calls that wait for this person."""
    if person.may(Permission.DISPATCH_RECONCILE):
        waiting = DispatchCall.objects.filter(owner=person, state=DispatchCall.State.OPEN).count()
        yield Card(
            title=_("Hold the log against dispatch"),
            text=_("Each call that speaks of federal officers is in the log, or somebody looks into it."),
            address=reverse("reconciliation:list"),
            waiting=waiting,
        )

"""What the roster puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.roster.keys import key_of
from scopeofduty.city.roster.models import Edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — a hook's signature
    """Offer one's key, and the roster to those who propose or sign it."""
    if person.may(Permission.KEY_REGISTER):
        yield Card(
            title=_("Your key"),
            text=_("Make the key that opens what is sealed for you, and register its public half."),
            address=reverse("roster:key"),
            waiting=int(key_of(person) is None),
        )
    if person.may(Permission.ROSTER_PROPOSE) or person.may(Permission.ROSTER_SIGN):
        waits = Edition.objects.filter(state=Edition.State.WAITING)
        if person.may(Permission.ROSTER_SIGN):
            waits = waits.exclude(signatures__signer=person)
        yield Card(
            title=_("Roster of recipients"),
            text=_("Who receives reports, who stands above whom, and the two signatures under it."),
            address=reverse("roster:overview"),
            waiting=waits.count(),
        )

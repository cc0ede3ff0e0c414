"""What the city's profile puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Yield the cards for ``person``."""
    if person.may(Permission.CITY_SET_UP):
        yield Card(
            title=_("The city"),
            text=_("Its name, counsel's number, the law in force, departments and forms."),
            address=reverse("profile:change"),
            order=65,
        )

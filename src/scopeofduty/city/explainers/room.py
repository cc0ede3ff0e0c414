"""What explainers put into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.explainers.views import waiting_for_counsel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Yield the cards for ``person``."""
    if person.may(Permission.EXPLAINER_WRITE) or person.may(Permission.EXPLAINER_REVIEW):
        yield Card(
            title=_("Explainers"),
            text=_("Short answers to common claims, read by counsel, flagged when the law changes."),
            address=reverse("explainers:list"),
            waiting=waiting_for_counsel(at) if person.may(Permission.EXPLAINER_REVIEW) else 0,
            order=55,
        )

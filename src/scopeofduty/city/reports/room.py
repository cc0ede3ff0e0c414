"""What reporting puts into a person's room."""

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
    if person.may(Permission.REPORT_ENTER):
        yield Card(
            title=_("Enter a report with a caller"),
            text=_("By phone or from a paper: it is sealed at once, and the caller gets twelve words."),
            address=reverse("reports:enter"),
            order=45,
        )

"""What the study log puts into a person's room."""

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
    """Offer the page to whoever may read it."""
    if person.may(Permission.STUDY_READ):
        yield Card(
            title=_("Study log"),
            text=_(
                "Real rows from public records, held beside the law. They take no number, open no notice and "
                "never enter the live log."
            ),
            address=reverse("study:list"),
        )

"""What briefings put into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.briefings.briefing import waiting_for
from scopeofduty.city.briefings.models import Briefing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Yield the cards for ``person``."""
    if person.may(Permission.BRIEFING_READ):
        for briefing in waiting_for(person):
            yield Card(
                title=_("What changed for your job on %(day)s") % {"day": date_format(briefing.on)},
                text=_("The law changed. Read what it means for you, and try two or three situations."),
                address=reverse("briefings:one", args=[briefing.pk]),
                waiting=1,
                order=5,
            )
    if person.may(Permission.BRIEFING_COUNT) and Briefing.objects.exists():
        yield Card(
            title=_("Who has read what changed"),
            text=_("How many of each department read a change of the law, and answered its situations."),
            address=reverse("briefings:list"),
            order=60,
        )

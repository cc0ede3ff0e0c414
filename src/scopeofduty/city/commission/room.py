"""What the commission puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.commission.models import Adoption, Vote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — every part's signature
    """Yield the cards for ``person``."""
    if not person.may(Permission.SESSION_READ):
        return
    waiting = 0
    running = Vote.objects.filter(closed_at=None)
    if person.may(Permission.VOTE_CAST):
        waiting += running.exclude(ballots__person=person).count()
    if person.may(Permission.SESSION_KEEP):
        waiting += running.count()
    if person.may(Permission.RULE_SIGN):
        waiting += Adoption.objects.exclude(problem="").count()
    yield Card(
        title=_("The commission"),
        text=_("Sessions, agendas, votes by name, minutes, and the law that they put in force."),
        address=reverse("commission:calendar"),
        waiting=waiting,
        order=50,
    )

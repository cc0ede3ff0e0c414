"""What agreements put into a person's room: the page, and what waits for clerk or counsel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.agreements.standing import Standing, State, every
from scopeofduty.city.collection.register import today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Yield the cards for ``person``."""
    if not person.may(Permission.AGREEMENT_READ):
        return
    day = today(at)
    keeps, reads = person.may(Permission.AGREEMENT_KEEP), person.may(Permission.AGREEMENT_ANALYSE)
    waiting = 0
    if keeps or reads:
        found = every(day)
        waiting = sum(
            (keeps and _for_the_clerk(each, day)) or (reads and _for_counsel(each, day)) for each in found
        )
    yield Card(
        title=_("Agreements"),
        text=_("What ties the city to federal or state immigration work: proposed, in force, lapsed, found."),
        address=reverse("agreements:list"),
        waiting=waiting,
        order=52,
    )


def _for_the_clerk(found: Standing, day: date) -> bool:
    return bool(found.alarms(day)) or found.state in {State.READ, State.READY, State.APPROVED}


def _for_counsel(found: Standing, day: date) -> bool:
    return _unruled(found) or found.state is State.DRAFT or "review" in found.alarms(day)


def _unruled(found: Standing) -> bool:
    """Say whether it was signed without a vote and counsel has not ruled."""
    return found.state is State.NO_AUTHORITY and found.ruling is None

"""What the register of collection points puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.points.listing import to_confirm, to_settle
from scopeofduty.city.points.reminding import ending

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Yield the cards for ``person``."""
    if person.may(Permission.POINT_READ):
        count = ending(at, person).count()
        if person.may(Permission.POINT_SETTLE):
            count += to_settle().count()
        yield Card(
            title=_("Where the city collects"),
            text=_(
                "Forms, columns and notes that ask where somebody comes from, and what was decided of each."
            ),
            address=reverse("points:register"),
            waiting=count,
            order=40,
        )
    if person.may(Permission.POINT_CONFIRM):
        yield Card(
            title=_("Required by law? Confirm it"),
            text=_("Somebody says that a law requires a collection point; counsel is the second person."),
            address=f"{reverse('points:register')}?show=confirm",
            waiting=to_confirm(person).count(),
            order=17,
        )
    if person.may(Permission.FORM_CHECK):
        yield Card(
            title=_("Check a form before you publish it"),
            text=_("Upload it; nothing is kept. You read what it asks and what the law says of it."),
            address=reverse("points:check"),
            order=45,
        )
    if person.may(Permission.SWEEP_IMPORT):
        yield Card(
            title=_("Sweeps"),
            text=_("Take in what a sweep found, and see what nobody could read."),
            address=reverse("points:sweeps"),
            order=41,
        )

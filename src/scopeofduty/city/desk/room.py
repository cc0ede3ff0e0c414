"""What the desk puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import STAFF, Permission
from scopeofduty.city.collection import register
from scopeofduty.city.desk import law_in_force, signing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Yield the cards for ``person``."""
    yield Card(
        title=_("Ask the desk"),
        text=_("What the ordinance lets you do, with its section. Nothing you ask is kept."),
        address=reverse("desk:doors"),
        order=5,
    )
    if person.may(Permission.RULE_SIGN):
        yield Card(
            title=_("Rules to sign"),
            text=_("Where a rule is not signed, the desk answers “ask counsel; until then do not”."),
            address=reverse("desk:rules"),
            waiting=_unsigned(at),
            order=25,
        )
    if not STAFF.isdisjoint(person.roles()):
        yield Card(
            title=_("Cards for the counters"),
            text=_("A page with the desk's QR code, in English and Spanish."),
            address=reverse("desk:cards"),
            order=75,
        )


def _unsigned(at: datetime) -> int:
    try:
        rows = signing.rule_rows(register.today(at))
    except law_in_force.NoLawError:
        return 0
    return sum(row.foundation.signed is None for row in rows)

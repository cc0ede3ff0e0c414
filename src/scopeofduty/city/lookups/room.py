"""What look-ups put into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.lookups.counting import unsettled
from scopeofduty.city.lookups.models import Served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Yield the cards for ``person``."""
    if not person.may(Permission.LOOKUP_READ):
        return
    waiting = unsettled().exclude(served=Served.UNTOLD).count() if person.may(Permission.LOOKUP_IMPORT) else 0
    yield Card(
        title=_("Look-ups for immigration enforcement"),
        text=_("Plate readers and databases: who searched, with which reason, and what was found out."),
        address=reverse("lookups:lookups"),
        waiting=waiting,
        order=55,
    )

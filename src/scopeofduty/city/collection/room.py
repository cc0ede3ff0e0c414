"""What the register of legal obligations puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.collection.models import ObligationPetition, Settlement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Yield the cards for ``person``."""
    if person.may(Permission.OBLIGATION_LIST):
        yield Card(
            title=_("Register of legal obligations"),
            text=_("List a law, change an entry, withdraw one; the public reads along."),
            address=reverse("collection:obligations"),
            order=30,
        )
        yield Card(
            title=_("What staff ask counsel to list"),
            text=_("Answer: list it, or say why it is no legal obligation."),
            address=reverse("collection:petitions"),
            waiting=ObligationPetition.objects.filter(settlement=Settlement.OPEN).count(),
            order=16,
        )
    elif person.may(Permission.OBLIGATION_PROPOSE):
        yield Card(
            title=_("Does a law oblige us to ask?"),
            text=_("Ask counsel to list it, and read what they answered."),
            address=reverse("collection:petitions"),
            order=50,
        )

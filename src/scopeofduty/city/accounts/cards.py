"""The hook by which a part of the city shows itself in a person's room.

A part that has something for staff puts a module ``room.py`` into its folder with one function::

    def cards(person: User, at: datetime) -> Iterator[Card]:
        if person.may(Permission.CONTACT_RECORD):
            yield Card(title=_("Record a contact"), text=_("…"), address=reverse("contacts:new"))

Nothing is registered anywhere: the room asks every installed part.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing that a person can do or that waits for them.

    Attributes:
        title: what it is, as the link says it.
        text: one sentence that says what it is for.
        address: where the link goes.
        waiting: how many things wait for this person behind the link; these cards come first.
        order: place among the others; lower comes first.
    """

    title: str
    text: str
    address: str
    waiting: int = 0
    order: int = 100


def cards_for(person: User, at: datetime) -> list[Card]:
    """Return every part's cards for ``person``, what waits for them first."""
    found: list[Card] = []
    for part in apps.get_app_configs():
        if module_has_submodule(part.module, "room"):
            found += import_module(f"{part.name}.room").cards(person, at)
    return sorted(found, key=lambda card: (card.waiting == 0, card.order, str(card.title)))

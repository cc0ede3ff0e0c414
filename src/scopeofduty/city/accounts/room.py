"""What accounts put into a person's room."""

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
    if person.may(Permission.PEOPLE_MANAGE):
        yield Card(
            title=_("People and roles"),
            text=_("Make accounts, appoint people to roles, end an appointment."),
            address=reverse("accounts:people"),
            order=60,
        )
    if person.may(Permission.AUDIT_READ):
        yield Card(
            title=_("Audit trail"),
            text=_("Who did what, when, and why."),
            address=reverse("accounts:audit"),
            order=70,
        )
    yield Card(
        title=_("What may I do here, and why?"),
        text=_("Every permission, the role that gives it, and whom to ask for the others."),
        address=reverse("accounts:may_i"),
        order=80,
    )
    yield Card(
        title=_("Password and second factor"),
        text=_("Your authenticator app, passkeys and recovery codes."),
        address=reverse("mfa_index"),
        order=90,
    )

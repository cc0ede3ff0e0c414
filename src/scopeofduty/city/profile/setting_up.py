"""Setting up a real city, once: the city, its first departments, its first administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.accounts import one_time_links
from scopeofduty.city.accounts.appointments import appoint
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import Appointment, OneTimeLink, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.profile.models import City
from scopeofduty.city.profile.starting import add_departments

if TYPE_CHECKING:
    from datetime import datetime

THE_CITY = 1


class LinkUsedError(Exception):
    """Somebody else used the link, or set the city up, a moment earlier."""


def is_set_up() -> bool:
    """Say whether the city has its row and somebody who can manage people."""
    administrators = Appointment.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True)
    return City.objects.exists() and administrators.exists()


def set_up(link: OneTimeLink, city: City, given: dict[str, Any], *, at: datetime) -> User:
    """Set the city up, all of it or nothing, and return the first administrator.

    Args:
        link: the one-time link, which is used up.
        city: the city as the form gave it, not saved yet.
        given: the cleaned fields of ``FirstAdministratorForm``.
        at: when.

    Raises:
        LinkUsedError: the link no longer works, or the city is set up already.
    """
    with transaction.atomic():
        if not one_time_links.use(link, at=at) or is_set_up():
            raise LinkUsedError
        city.pk = THE_CITY
        city.save()
        add_departments(given["departments"])
        person = User(**{name: given[name] for name in ("username", "first_name", "last_name")})
        person.set_password(given["password"])
        person.save()
        appoint(person, Role.ADMINISTRATOR, by=None, reason="", at=at)
        record(Event.CITY_SET_UP, actor=person, subject=city.name, at=at)
    return person

"""Riverbend itself: the city, its departments, their forms and services, and the cast with its roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction

from scopeofduty.city.accounts.appointments import appoint
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import User
from scopeofduty.city.demo.cast import CAST, PASSWORD, Member
from scopeofduty.city.demo.corpus import load
from scopeofduty.city.profile.models import City, Department, Service

if TYPE_CHECKING:
    from datetime import datetime

FILE = "riverbend.yaml"
APPOINTED = "Demo cast"


@transaction.atomic
def found_city() -> City:
    """Found Riverbend with its departments and services; what stands already is left as it is."""
    told = load(FILE)
    city, _made = City.objects.get_or_create(pk=1, defaults=told["city"])
    for place, one in enumerate(told["departments"], start=1):
        values = {name: one[name] for name in ("name", "name_es", "actor")}
        department, made = Department.objects.get_or_create(
            slug=one["slug"], defaults=values | {"order": place * 10}
        )
        if made:
            Service.objects.bulk_create(
                Service(department=department, order=number * 10, **service)
                for number, service in enumerate(one["services"], start=1)
            )
    return city


def seat_cast(at: datetime) -> dict[str, User]:
    """Make the accounts of the cast and appoint everybody; return people by log-in name.

    The password is hashed once: the whole cast shares it, and a slow hash eighteen times over is only slow.
    """
    hashed = make_password(PASSWORD)
    return {member.username: _seat(member, hashed, at) for member in CAST}


@transaction.atomic
def _seat(member: Member, hashed: str, at: datetime) -> User:
    known = User.objects.filter(username=member.username).first()
    if known:
        return known
    department = Department.objects.get(slug=member.department) if member.department else None
    person = User.objects.create(
        username=member.username,
        first_name=member.first_name,
        last_name=member.last_name,
        password=hashed,
        department=department,
        date_joined=at,
    )
    record(Event.ACCOUNT_MADE, actor=None, subject=member.username, reason=APPOINTED, at=at)
    for role in member.roles:
        appoint(person, role, by=None, reason=APPOINTED, at=at)
    return person

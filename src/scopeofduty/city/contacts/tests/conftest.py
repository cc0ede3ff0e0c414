"""Riverbend's cast as far as the contact log needs it, and a law that answers what a test says."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.utils.translation import override

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.profile.models import City, Department

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    """A page in Spanish leaves its language to the thread; the next test starts in English."""
    with override("en"):
        yield


@pytest.fixture
def city(db):
    city = City.objects.create(
        pk=1, name="Riverbend", reporting_contact="The independent monitor", packs=["riverbend"]
    )
    Department.objects.create(slug="dispatch", name="Dispatch", name_es="Despacho", actor="dispatcher")
    Department.objects.create(slug="police", name="Police", name_es="Policía", actor="police")
    return city


@pytest.fixture
def person(city):
    def make(name, role, department="dispatch"):
        user = User.objects.create_user(name, department=Department.objects.get(slug=department))
        if role:
            Appointment.objects.create(user=user, role=role, given_at=AT)
        return user

    return make


@pytest.fixture
def dispatcher(person):
    return person("dana", Role.DISPATCHER)


@pytest.fixture
def values():
    return {
        "received_at": "2026-11-23T08:51",
        "channel": "phone",
        "agency": "ice",
        "request_types": ["backup"],
        "decision": "decline",
    }


@pytest.fixture
def key():
    return uuid4()

"""People of a city, for the tests of each part; a part's own ``city`` says what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

APPOINTED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def person(city):
    """Make somebody with a role, in the library where the city has one."""
    from scopeofduty.city.accounts.models import Appointment, User
    from scopeofduty.city.profile.models import Department

    def make(name, role=None, department="library"):
        office = Department.objects.filter(slug=department).first()
        user = User.objects.create_user(
            name, first_name=name.title(), email=f"{name}@example.org", department=office
        )
        if role:
            Appointment.objects.create(user=user, role=role, given_at=APPOINTED)
        return user

    return make


@pytest.fixture
def logged_in():
    """Make the browser of somebody who has logged in."""
    from django.test import Client

    def make(user):
        client = Client()
        client.force_login(user)
        return client

    return make

"""A few people, each with what they are appointed to."""

from datetime import UTC, datetime

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PASSWORD = "four quiet words here"


@pytest.fixture
def at():
    return AT


@pytest.fixture
def make(db):
    def one(username, *roles, **given):
        person = User.objects.create_user(username, password=PASSWORD, first_name=username.title(), **given)
        for role in roles:
            Appointment.objects.create(user=person, role=role, given_at=AT)
        return person

    return one


@pytest.fixture
def ira(make):
    return make("ira", Role.ADMINISTRATOR)


@pytest.fixture
def otis(make):
    return make("otis", Role.OFFICER)

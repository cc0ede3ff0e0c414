"""Riverbend with its law, drafters, and a small draft of the 2020 Lawrence text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.drafts import packs, writing
from scopeofduty.city.profile.models import City

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with port.use(port.FrozenClock(AT)):
        yield


@pytest.fixture
def city(db):
    return City.objects.create(pk=1, name="Riverbend", packs=["riverbend"])


@pytest.fixture
def counsel(person):
    return person("corey", Role.COUNSEL)


@pytest.fixture
def clerk(person):
    return person("cleo", Role.CLERK)


@pytest.fixture
def partner(person):
    return person("alba", Role.DRAFTING_PARTNER)


@pytest.fixture
def start():
    return {each.key: each for each in packs.starts(("lawrence",))}


@pytest.fixture
def draft(counsel, start):
    return writing.begin("Lawrence", start["lawrence/2020-02-draft"], by=counsel, at=AT)

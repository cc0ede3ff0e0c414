"""A city whose law a test redrafts, and people of two departments."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import scopeofduty
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.profile.models import City, Department

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RIVERBEND = Path(scopeofduty.__file__).parent / "laws" / "riverbend"


@pytest.fixture(autouse=True)
def _clock():
    with port.use(port.FrozenClock(AT)):
        yield


@pytest.fixture
def redraft(tmp_path, db):
    """Replace words in a file of the city's own copy of Riverbend's pack."""
    folder = tmp_path / "riverbend"
    shutil.copytree(RIVERBEND, folder)
    City.objects.create(pk=1, name="Riverbend", packs=[str(folder)])

    def change(file, old, new):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        law_in_force.forget()

    yield change
    law_in_force.forget()


@pytest.fixture
def people(redraft):
    found = {}
    for name, role, actor in (
        ("otis", Role.OFFICER, "police"),
        ("olga", Role.OFFICER, "police"),
        ("libby", Role.EMPLOYEE, "library"),
        ("monroe", Role.MONITOR, None),
    ):
        department = (
            actor and Department.objects.get_or_create(slug=actor, name=actor.title(), actor=actor)[0]
        )
        found[name] = User.objects.create_user(name, first_name=name.title(), department=department)
        Appointment.objects.create(user=found[name], role=role, given_at=AT)
    return found

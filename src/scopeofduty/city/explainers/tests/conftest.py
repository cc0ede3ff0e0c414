"""A city with a law, a clerk who writes, counsel who reads, and a page about detainers."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import scopeofduty
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.explainers import writing
from scopeofduty.city.profile.models import City

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RIVERBEND = Path(scopeofduty.__file__).parent / "laws" / "riverbend"
LAW = "Riverbend immigrant protection ordinance"
SITUATION = "jail: hold on a detainer, paper is detainer, not threat_to_life"
SAYS = {
    "claim": "Is a detainer a warrant?",
    "claim_es": "¿Una solicitud de retención es una orden judicial?",
    "answer": "No. No judge signs it.",
    "answer_es": "No. No la firma un juez.",
    "body": "It is a request.\n\nNobody stays for it.",
    "body_es": "Es una petición.\n\nNadie se queda por ella.",
    "rests_on": [{"pack": "riverbend", "law": LAW, "section": "5(e)"}],
    "situations": [{"en": "Keep somebody", "es": "Retener a alguien", "asks": SITUATION}],
}


@pytest.fixture(autouse=True)
def _clock():
    with port.use(port.FrozenClock(AT)):
        yield


@pytest.fixture
def pack(tmp_path):
    """A copy of Riverbend's pack that a test may redraft."""
    folder = tmp_path / "riverbend"
    shutil.copytree(RIVERBEND, folder)
    yield folder
    law_in_force.forget()


@pytest.fixture
def city(pack):
    return City.objects.create(pk=1, name="Riverbend", packs=[str(pack)])


@pytest.fixture
def people(city):
    found = {}
    for name, role in (("cleo", Role.CLERK), ("corey", Role.COUNSEL), ("otis", Role.OFFICER)):
        found[name] = User.objects.create_user(name, first_name=name.title(), last_name="Cast")
        Appointment.objects.create(user=found[name], role=role, given_at=AT)
    return found


@pytest.fixture
def written(people):
    return writing.write("detainers", SAYS, by=people["cleo"], at=AT - timedelta(days=3), base=0)


@pytest.fixture
def signed(written, people):
    in_force = law_in_force.on(AT.date())
    at = AT - timedelta(days=2)
    day = AT.date() + timedelta(days=300)
    writing.review(written, name="Corey Cast", review_on=day, by=people["corey"], at=at, in_force=in_force)
    return written

"""A city with its law signed, its register of obligations, people, and sweeps made by the sweep itself."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.models import LegalObligation
from scopeofduty.city.demo.legal import sign_rules
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.points import importing, sweep_file
from scopeofduty.city.profile.models import City, Department, Service
from scopeofduty.sweep.examine import examine
from scopeofduty.sweep.hit import Hit
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.report import Sweep, as_json

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CARD = b"""<!doctype html><title>Library card</title><form>
<label for="n">Name</label><input id="n" name="name">
<label for="b">Country of birth</label><input id="b" name="country_of_birth"></form>"""
I9 = b"""<!doctype html><title>Form I-9</title><form><label for="c">Are you a U.S. citizen?</label>
<input id="c" name="citizenship"></form>"""
NOTE = b"The driver said he is undocumented and left at noon.\n"


@pytest.fixture(autouse=True)
def clock():
    with port.use(port.FrozenClock(AT)) as frozen:
        yield frozen


@pytest.fixture
def city(db):
    law_in_force.forget()
    made = City.objects.create(pk=1, name="Riverbend", zone="America/Chicago", packs=["riverbend"])
    library = Department.objects.create(slug="library", name="Library", name_es="Biblioteca", actor="library")
    people = Department.objects.create(slug="hr", name="Human resources", actor="human_resources")
    Service.objects.create(department=library, slug="library-card", name="Library card", name_es="Tarjeta")
    Service.objects.create(department=people, slug="hiring-i9", name="Hiring (Form I-9)")
    return made


@pytest.fixture
def ira(person):
    return person("ira", Role.ADMINISTRATOR)


@pytest.fixture
def corey(person):
    return person("corey", Role.COUNSEL)


@pytest.fixture
def casey(person):
    return person("casey", Role.COUNSEL)


@pytest.fixture
def signed(corey):
    """Counsel's name stands under every rule of Riverbend."""
    sign_rules(corey, AT)


@pytest.fixture
def duty(corey):
    """The I-9, listed."""
    hiring = Service.objects.get(slug="hiring-i9")
    entry = LegalObligation(
        law="8 USC 1324a(b)",
        kind="duty",
        department=hiring.department,
        service=hiring,
        form="Form I-9",
        asks="Section 1 of the form.",
        asks_es="La Sección 1.",
        information=["citizenship", "immigration_status", "immigration_document"],
        counsel="Corey",
        review_on=date(2027, 6, 1),
    )
    return register.write(entry, by=corey, at=AT, reason="listed")


def swept(files, *, at=AT, root="/mnt/drive", **changed):
    """The bytes that `duty sweep /mnt/drive --json` would write for these files."""
    found = [each for name, data in files.items() for each in examine(Source(f"{root}/{name}", data))]
    hits = tuple(each for each in found if isinstance(each, Hit))
    told = as_json(Sweep(hits, tuple(each for each in found if not isinstance(each, Hit))))
    told["swept"] = {
        "at": at.isoformat(),
        "roots": [{"path": root, "name": "drive"}],
        "databases": [],
        "excluded": [],
        "files": sorted(f"{root}/{name}" for name in files),
        "unlisted": [],
    } | changed
    return json.dumps(told).encode()


@pytest.fixture
def take(city):
    """Sweep files and take the sweep in; each a day after the last."""
    days = iter(range(100))

    def done(files, by=None, **changed):
        at = AT + timedelta(days=next(days))
        data = swept(files, at=changed.pop("at", at), **changed)
        return importing.take(sweep_file.read(data), by=by, at=at)

    return done

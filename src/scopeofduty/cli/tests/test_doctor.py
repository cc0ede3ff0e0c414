"""`duty doctor` on a city that is well, and on each one that isn't."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import due, run_due
from scopeofduty.city.clock.models import Job
from scopeofduty.city.profile.models import City
from scopeofduty.cli import city, doctor, main

pytestmark = pytest.mark.django_db(databases=["default", "public"])
AT = datetime(2026, 1, 6, 15, 0, 5, tzinfo=UTC)


@pytest.fixture
def town(tmp_path, monkeypatch, capsys):
    """A city that is well; asking gives the exit code and what was found, by name."""
    City.objects.create(pk=1, name="Riverbend", zone="America/Chicago", packs=["riverbend"])
    monkeypatch.setattr(city, "open_city", lambda _folder: None)
    monkeypatch.setattr(settings, "DATA", tmp_path)
    # One connection reads and writes the projection in tests; a city's pages have one that can't write.
    monkeypatch.setattr(doctor, "LOOKS", tuple(look for look in doctor.LOOKS if look != doctor._public_pages))
    (tmp_path / "secret-key").touch(mode=0o600)

    def ask():
        code = main(["doctor", "--json"])
        return code, {each["about"]: each for each in json.loads(capsys.readouterr().out)}

    with port.use(port.FrozenClock(AT)):
        list(run_due(AT))
        yield ask


def unwell(found):
    return [name for name, each in found.items() if not each["well"]]


def test_all_is_well(town):
    code, found = town()
    assert (code, unwell(found)) == (0, [])
    assert set(found) >= {"disk", "secret key", "database default", "append-only", "law", "clock", "jobs"}


def test_as_text_each_line_says_how_it_is(town, capsys):
    assert main(["doctor"]) == 0
    assert all(line.startswith("well  ") for line in capsys.readouterr().out.splitlines())


def test_a_key_that_others_can_read(town, tmp_path):
    (tmp_path / "secret-key").chmod(0o644)
    code, found = town()
    assert (code, unwell(found)) == (1, ["secret key"])
    assert "chmod 600" in found["secret key"]["says"]


def test_a_full_disk(town, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_DISK", 10**18)
    assert unwell(town()[1]) == ["disk"]


@pytest.mark.parametrize(
    ("part", "trigger"),
    [
        ("contacts", "contacts_revision_update_refused"),
        ("points", "points_pointevent_update_refused"),
        ("commission", "commission_ballot_insert_member"),
        ("agreements", "agreements_signature_insert_refused"),
    ],
)
def test_a_part_that_lost_one_of_its_triggers(town, part, trigger):
    table = trigger.rsplit("_", 2)[0]
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}{on}")
    code, found = town()
    assert (code, unwell(found)) == (1, ["append-only"])
    assert found["append-only"]["says"].startswith("1 of ")
    assert f"(1 in {part})" in found["append-only"]["says"]


def test_a_clock_that_stands_still(town):
    with port.use(port.FrozenClock(AT + timedelta(days=2))):
        code, found = town()
    assert (code, unwell(found)) == (1, ["clock"])
    assert "duty clock" in found["clock"]["says"]


def test_a_window_of_just_now_is_not_late(town):
    before = AT + timedelta(hours=6, minutes=55)
    with port.use(port.FrozenClock(before)):
        list(run_due(before))
    with port.use(port.FrozenClock(AT + timedelta(hours=7, minutes=5))):
        assert due(port.now())
        assert unwell(town()[1]) == []


def test_a_job_that_failed(town):
    Job.objects.create(name="a.b", window=AT, claimed_at=AT, error="ValueError")
    assert unwell(town()[1]) == ["jobs"]


@pytest.mark.parametrize("packs", [[], ["no-such-pack"]])
def test_a_law_that_can_not_be_read(town, packs):
    City.objects.update(packs=packs)
    code, found = town()
    assert code == 1
    assert "law" in unwell(found)


def test_pages_that_can_write(town, monkeypatch):
    monkeypatch.setattr(doctor, "LOOKS", (doctor._public_pages,))
    monkeypatch.setitem(connections.settings, "public_pages", settings.DATABASES["public"])
    writer = connections["public"]
    monkeypatch.setattr(
        doctor, "_lets", lambda _connection, statement: writer.alias == "public" and "DELETE" in statement
    )
    monkeypatch.setattr(type(connections), "__getitem__", lambda _self, _alias: writer)
    code, found = town()
    assert (code, unwell(found)) == (1, ["public pages"])
    assert "PUBLIC_PAGES_DATABASE_URL" in found["public pages"]["says"]


def test_a_statement_that_is_refused_is_known():
    assert doctor._lets(connection, "SELECT 1")
    assert not doctor._lets(connection, "SELECT 1 FROM nothing_of_this_name")


def test_a_law_that_wants_its_notice_sooner_than_the_windows_come(town, monkeypatch):
    monkeypatch.setattr(doctor, "BETWEEN_WINDOWS", 100)
    code, found = town()
    assert (code, unwell(found)) == (1, ["notices"])
    assert "within 72 hours" in found["notices"]["says"]


def test_a_city_that_can_not_be_opened(monkeypatch, capsys):
    def away(_folder):
        raise city.CityUnavailableError(f"The city's database can't be opened: {DatabaseError('gone')}")

    monkeypatch.setattr(city, "open_city", away)
    assert main(["doctor"]) == 2
    assert "gone" in capsys.readouterr().err

import re

import pytest

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.accounts.audit import Event, label, record
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.profile.models import City


def test_every_event_is_named_source_subject_action():
    for event in Event:
        assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", event.value), event


def test_a_row_is_written_once(ira, at):
    row = record(Event.ACCOUNT_MADE, actor=ira, subject="otis", at=at)
    row.reason = "another"
    for change in (
        row.save,
        row.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(reason="x"),
    ):
        with pytest.raises(AppendOnlyError, match="written once"):
            change()
    assert AuditEvent.objects.get().reason == ""


def test_an_event_of_a_later_version_keeps_its_name():
    assert label("moon:crater:named") == "moon:crater:named"
    assert label("people:account:made") == "Account made"


def test_the_page_narrows_by_kind_and_person(make, ira, at, client):
    record(Event.ACCOUNT_MADE, actor=ira, subject="otis", at=at, reason="first day")
    record(Event.APPOINTMENT_GIVEN, actor=ira, subject="otis: officer", at=at, reason="patrol north")
    client.force_login(make("mo", Role.MONITOR))
    everything = client.get("/staff/audit/").content.decode()
    assert "first day" in everything
    assert "patrol north" in everything
    narrowed = client.get("/staff/audit/", {"event": Event.ACCOUNT_MADE, "person": "ira"}).content.decode()
    assert "first day" in narrowed
    assert "patrol north" not in narrowed
    assert "Nothing is recorded" in client.get("/staff/audit/", {"person": "nobody"}).content.decode()
    assert client.get("/staff/audit/", {"page": "x", "event": "<b>"}).status_code == 200


def test_times_are_the_citys(make, ira, at, client):
    City.objects.create(pk=1, name="Elmwood", zone="America/Denver")
    record(Event.ACCOUNT_MADE, actor=ira, subject="otis", at=at)
    client.force_login(make("mo", Role.MONITOR))
    assert "03/02/2026 8 a.m." in client.get("/staff/audit/").content.decode()

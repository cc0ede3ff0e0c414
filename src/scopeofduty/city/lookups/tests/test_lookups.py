"""Look-up logs: judged, kept by groups without plates, names or statuses, settled by hand."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.accounts.models import Appointment, AuditEvent, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.lookups import again, counting, taking
from scopeofduty.city.lookups.models import LookupGroup, LookupLog, LookupSettlement
from scopeofduty.city.lookups.taking import UnreadableLogError
from scopeofduty.city.lookups.wording import shown_reason
from scopeofduty.city.profile.models import City
from scopeofduty.sweep.lookups import read_log
from scopeofduty.sweep.readers.source import Source

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LOG = b"""Time,Agency,User,Reason,License Plate,Networks
2026-10-01 10:00,Franklin Co SO,jdoe,ICE ERO,ABC1234,90
2026-10-02 11:00,Franklin Co SO,jdoe,ICE ERO,XYZ9876,90
2026-10-03 12:00,Franklin Co SO,jdoe,investigation,QQQ1111,90
2026-10-04 12:00,Riverbend PD,asmith,investigation,QQQ1111,90
2026-10-05 12:00,Riverbend PD,asmith,stolen vehicle 26-00412,QQQ2222,90
2026-10-06 12:00,Lake PD,bjones,"immigration, plate KDM4471, he is undocumented",KDM4471,90
2026-10-07 12:00,Lake PD,bjones,immigration case 26-17 plate KDM4471,KDM4471,90
"""
LIST = "STATE,LAW ENFORCEMENT AGENCY,SUPPORT TYPE\nKansas,Franklin County Sheriff's Office,Task Force Model\n"


@pytest.fixture
def city(db):
    return City.objects.create(pk=1, name="Riverbend", packs=["riverbend"])


@pytest.fixture
def person(city):
    def make(name, role):
        user = User.objects.create_user(name, first_name=name.title())
        Appointment.objects.create(user=user, role=role, given_at=AT)
        return user

    return make


def take(data=LOG, listed=LIST, **changed):
    given = {"name": "October", "listed": listed, "home_state": "KS", "by": None, "at": AT} | changed
    return taking.take(Source("log.csv", data), **given)


def test_a_log_is_judged_and_counted(city):
    log, new = take()
    assert new
    assert log.counts["lookups"] == 7
    assert log.counts["by"]["served"] == 4
    assert log.counts["by"]["not"] == 1
    assert (str(log.first_on), str(log.last_on), log.agencies) == ("2026-10-01", "2026-10-07", 1)


def test_alike_look_ups_stand_together(city):
    take()
    franklin = LookupGroup.objects.get(agency="Franklin Co SO", served="served")
    assert (franklin.count, franklin.partner, franklin.first_row) == (
        2,
        "Franklin County Sheriff's Office",
        1,
    )
    lifted = LookupGroup.objects.get(agency="Franklin Co SO", reason="investigation")
    assert lifted.served == "possible"
    assert LookupGroup.objects.get(agency="Riverbend PD").served == "not told"


def test_no_plate_no_searcher_and_no_status_is_kept(city):
    take()
    everything = json.dumps(
        [serializers.serialize("json", model.objects.all()) for model in (LookupLog, LookupGroup)]
    )
    for never in ("ABC1234", "XYZ9876", "KDM4471", "jdoe", "bjones", "undocumented", "10:00", "26-17"):
        assert never not in everything, never
    assert LookupGroup.objects.filter(withheld=True).get().reason == ""
    assert LookupGroup.objects.get(agency="Lake PD", withheld=False).reason == "immigration case # plate #"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ICE ERO assist", "ICE ERO assist"),
        ("ICE - Juan Perez Garcia", "ICE - […]"),
        ("immigrtion, warrant for O'Neill-Smith, DOB 01/02/1990", "immigrtion, warrant for […], DOB #/#/#"),
        ("HSI human smuggling investigation w/ Det. Müller", "HSI human smuggling investigation w/ Det. […]"),
        (
            "Apoyo a la migra: operativo contra la familia Xochitl",
            "Apoyo a la migra: operativo contra la familia […]",
        ),
        ("287(g) task force, 1287gx", "287(g) task force, #"),
        ("case", "case"),
        ("", ""),
    ],
)
def test_only_usual_words_of_a_reason_are_kept(said, kept):
    assert shown_reason(said) == (kept, False)


def test_no_name_typed_in_a_reason_is_kept(city):
    take(
        b"Time,Agency,Reason\n2026-10-01 10:00,Lake PD,ICE wants Maria Delgado\n"
        b"2026-10-02 10:00,Lake PD,ICE wants Pat Lee\n"
    )
    [group] = LookupGroup.objects.all()
    assert (group.reason, group.count) == ("ICE wants […]", 2)


def test_a_look_up_that_stood_in_an_earlier_log_counts_once(city):
    first, _new = take()
    lines = LOG.splitlines(keepends=True)
    later = b"2026-10-08 09:00,Lake PD,bjones,ICE ERO,KDM4471,90\n"
    second, new = take(b"".join([lines[0], *lines[4:], later]), name="October and November")
    assert new
    assert (second.counts["lookups"], second.counts["again"]) == (1, 4)
    assert sum(row.lookups for row in counting.rows([first, second])) == 8
    assert LookupGroup.objects.filter(log=second).get().count == 1


def test_two_look_ups_alike_in_every_part_are_two(city):
    row = b"2026-10-01 10:00,Lake PD,bjones,ICE ERO,X,90\n"
    head = LOG.splitlines(keepends=True)[0]
    once, _new = take(head + row)
    twice, _new = take(head + row + row)
    assert (once.counts["lookups"], twice.counts["lookups"], twice.counts["again"]) == (1, 1, 1)


def test_look_ups_without_a_time_are_never_taken_for_others(city):
    take(b"Agency,Reason\nLake PD,ICE\n")
    second, _new = take(b"Agency,Reason\nLake PD,ICE\nLake PD,ICE ERO\n")
    assert (second.counts["lookups"], second.counts["again"]) == (2, 0)


def test_what_is_kept_to_know_a_look_up_again_needs_the_servers_key(city, settings):
    first, _new = take()
    assert len(first.marks) == 7 * again.SIZE
    settings.SECRET_KEY = "another"
    lookup = next(iter(read_log(Source("log.csv", LOG))))
    assert again.Marks().of(lookup) not in again.known(None, None)


@pytest.mark.parametrize("table", ["lookuplog", "lookupgroup", "lookupsettlement"])
def test_the_database_keeps_what_was_taken_in(city, person, table):
    take()
    group = LookupGroup.objects.first()
    taking.settle(group.pk, "served", "They said so.", by=person("reed", Role.RECORDS_OFFICER), at=AT)
    for write in (f"DELETE FROM lookups_{table}", f"UPDATE lookups_{table} SET id = id"):  # noqa: S608
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            connection.cursor().execute(write)


def test_the_same_log_twice_changes_nothing(city):
    take()
    log, new = take()
    assert (new, LookupLog.objects.count(), log.name) == (False, 1, "October")


def test_what_was_found_out_stays_beside_what_is_found_out_later(city, person):
    take()
    reed = person("reed", Role.RECORDS_OFFICER)
    group = LookupGroup.objects.filter(served="served").first()
    taking.settle(group.pk, "untold", "They do not answer.", by=reed, at=AT)
    taking.settle(group.pk, "untold", "They do not answer.", by=reed, at=AT)
    taking.settle(group.pk, "served", "Their sheriff said so.", by=reed, at=AT)
    assert [each.found for each in group.settlements.all()] == ["untold", "served"]
    assert counting.found_out() == {"It served immigration enforcement": group.count}
    assert group not in counting.unsettled()
    with pytest.raises(AppendOnlyError):
        group.settlements.first().delete()
    assert AuditEvent.objects.filter(event="lookups:lookup:settled").count() == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "no column for the reason"),
        (b"\x00\x01\x02" * 100, "binary"),
        (b"PK\x03\x04broken", "can't be read"),
    ],
)
def test_what_is_no_log(city, data, message):
    with pytest.raises(UnreadableLogError, match=message):
        take(data)
    assert not LookupLog.objects.exists()


def test_a_list_that_names_nobody_and_a_log_that_is_too_large(city, monkeypatch):
    with pytest.raises(UnreadableLogError, match="list of agencies"):
        take(listed=",,,\n,,\n;")
    monkeypatch.setattr(taking, "LARGEST", 10)
    with pytest.raises(UnreadableLogError, match="Export a shorter time"):
        take()


def test_the_records_officer_walks_it(person):
    client = Client()
    client.force_login(person("reed", Role.RECORDS_OFFICER))
    sent = {
        "name": "October",
        "file": SimpleUploadedFile("log.csv", LOG),
        "agencies": SimpleUploadedFile("list.csv", LIST.encode()),
        "home_state": "KS",
    }
    page = client.post("/lookups/take/", sent, follow=True).content.decode()
    assert "7 look-ups: 4 served immigration enforcement" in page
    assert "287(g)" in page
    group = LookupGroup.objects.filter(served="served").first()
    bad = client.post(f"/lookups/{group.pk}/", {"found": "served", "reason": "He is undocumented."})
    assert bad.status_code == 400
    assert not LookupSettlement.objects.exists()
    client.post(f"/lookups/{group.pk}/", {"found": "served", "reason": "The sheriff said so."})
    page = client.get(f"/lookups/{group.pk}/").content.decode()
    assert "The sheriff said so." in page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Write what the log is."),
        ({"file": ""}, "Choose the log."),
        ({"file": io.BytesIO(b"")}, "The log is empty."),
        ({"home_state": "Kansas"}, "two letters"),
        ({"file": SimpleUploadedFile("x.csv", b"a,b\n1,2")}, "no column for the reason"),
    ],
)
def test_a_bad_upload_says_what_to_do(person, changed, message):
    client = Client()
    client.force_login(person("reed", Role.RECORDS_OFFICER))
    sent = {"name": "October", "file": SimpleUploadedFile("log.csv", LOG), "home_state": ""} | changed
    response = client.post("/lookups/take/", sent)
    assert response.status_code == 400
    assert message in response.content.decode()


def test_the_monitor_reads_and_writes_nothing(person):
    take()
    client = Client()
    client.force_login(person("monroe", Role.MONITOR))
    group = LookupGroup.objects.first()
    assert "Take a log in" not in client.get("/lookups/").content.decode()
    assert client.post(f"/lookups/{group.pk}/", {"found": "not", "reason": "x"}).status_code == 403
    assert client.get("/lookups/take/").status_code == 403


def test_the_command_takes_a_log(city, tmp_path, capsys, monkeypatch):
    from scopeofduty import cli

    monkeypatch.setattr("scopeofduty.cli.city.open_city", lambda _folder: None)
    log, listed = tmp_path / "october.csv", tmp_path / "list.csv"
    log.write_bytes(LOG)
    listed.write_text(LIST)
    command = ["import", "lookups", str(log), "--agencies", str(listed), "--home-state", "KS"]
    assert cli.main([*command, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["by"]["served"] == 4
    assert cli.main(command) == 1
    assert "nothing changed" in capsys.readouterr().out
    assert cli.main(["import", "lookups", str(tmp_path / "none.csv")]) == 2
    assert "can't be read" in capsys.readouterr().err
    Path(log).write_bytes(b"a,b\n")
    assert cli.main(["import", "lookups", str(log)]) == 2

"""What the public reads of the commission and of agreements, as pages and as files."""

import csv
import io
import json
from datetime import UTC, timedelta

import icalendar
import jsonschema
import pytest

from scopeofduty.city.agreements import recording
from scopeofduty.city.agreements.projecting import project as show_agreements
from scopeofduty.city.agreements.tests.conftest import SIGNED, Register
from scopeofduty.city.commission import projecting, sitting
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.commission.tests.test_adopting import DAY, narrowed
from scopeofduty.city.commission.tests.test_deciding import VOTE_EVENT

pytestmark = pytest.mark.django_db(databases=["default", "public"])
LATER = EVENING + timedelta(days=2)


@pytest.fixture
def town():
    return Register()


def show(at=LATER):
    projecting.project()
    show_agreements(at)


def csv_of(client, address):
    return list(csv.DictReader(io.StringIO(read(client, address))))


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_calendar_is_icalendar(town, client):
    session = town.session()
    town.item(session, title="A matter")
    off = town.session(EVENING + timedelta(days=9))
    sitting.call_off(off, by=town.cleo, at=EVENING, reason="snow")
    show()
    answer = client.get("/commission.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert [event.decoded("dtstart").astimezone(UTC) for event in events] == [
        EVENING,
        EVENING + timedelta(days=9),
    ]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED"]
    assert "1. A matter" in str(events[0]["description"])


def test_the_calendar_keeps_the_rules_of_its_format(town, client):
    """RFC 5545: lines end with CRLF and have at most 75 octets; every event has what an event must have."""
    session = town.session()
    town.item(session, title="A long matter; with commas, and ñ " * 5)
    show()
    data = client.get("/commission.ics").content
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    assert {"PRODID", "VERSION"} <= set(calendar)
    assert "A long matter; with commas, and ñ" in str(event["description"])


def test_an_agenda_shows_once_it_is_published(town, client):
    session = town.session()
    town.item(session, title="Not yet", published=False)
    show()
    assert "Not yet" not in read(client, f"/commission/{session.pk}")
    assert client.get(f"/commission/{session.pk}/packet").status_code == 404
    sitting.publish_agenda(session, by=town.cleo, at=EVENING)
    show()
    assert "Not yet" in read(client, f"/commission/{session.pk}/packet")


def test_an_open_vote_does_not_show_and_a_closed_one_shows_every_name(town, client):
    vote = town.vote(town.item(town.session()), closed=False)
    show()
    assert client.get(f"/commission/votes/{vote.pk}").status_code == 404
    from scopeofduty.city.commission import deciding

    deciding.close(vote, by=town.cleo, at=LATER)
    show()
    page = read(client, f"/commission/votes/{vote.pk}")
    assert all(name in page for name in vote.members)
    rows = list(csv.DictReader(io.StringIO(read(client, "/commission/votes.csv"))))
    assert [row["option"] for row in rows] == ["yes", "yes", "yes", "no", "not voting"]
    [told] = json.loads(read(client, "/commission/votes.json"))["votes"]
    jsonschema.validate(told, VOTE_EVENT)
    assert client.get(told["sources"][0]["url"]).status_code == 200


def test_a_resident_reads_in_the_packet_what_changes_word_by_word(town, client):
    session = town.session()
    town.item(session, step="adoption", version=town.version(within_48_hours), first_day=DAY)
    show()
    page = read(client, f"/commission/{session.pk}/packet")
    assert "72 hours" in page
    assert "48 hours" in page
    assert "within: 72 hours" in read(client, f"/commission/{session.pk}")
    assert "dentro de" in read(client, f"/es/commission/{session.pk}")
    assert "<" not in read(client, "/commission.json")


def within_48_hours(rules):
    assert "72 hours of operation_complete" in rules
    return rules.replace("72 hours of operation_complete", "48 hours of operation_complete")


def test_agendas_are_a_table_too(town, client):
    item = town.item(town.session(), title="=SUM(A1)")
    vote = town.vote(item)
    town.session(EVENING + timedelta(days=30))
    show()
    rows = list(csv.DictReader(io.StringIO(read(client, "/commission.csv"))))
    assert [(row["item"], row["title"], row["votes"]) for row in rows] == [
        ("1", "'=SUM(A1)", str(vote.pk)),
        ("", "", ""),
    ]


def test_days_are_the_citys_own(town, client):
    """The session begins on 2 March in Riverbend, when it is 3 March in UTC."""
    agreement, _vote = town.voted()
    town.signed(agreement, EVENING + timedelta(hours=3))
    show()
    assert "2026-03-02" in read(client, "/commission.atom")
    assert ", 2026-03-02 ·" in read(client, f"/agreements/{agreement.pk}")


def test_the_history_names_the_vote_that_adopted_a_text(town, client):
    item = town.item(town.session(), step="adoption", version=town.version(narrowed), first_day=DAY)
    vote = town.vote(item)
    show()
    page = read(client, "/ordinance/history/")
    assert f"/commission/votes/{vote.pk}" in page
    assert DAY.isoformat() in page
    assert "pasa a ser el texto" in read(client, f"/es/commission/votes/{vote.pk}")
    [row] = [each for each in csv_of(client, "/ordinance/history.csv") if each["row"] == "adopted"]
    assert (row["vote"], row["first_day"]) == (str(vote.pk), DAY.isoformat())
    assert json.loads(read(client, "/ordinance/history.json"))["adopted"][0]["digest"] == row["digest"]


def test_agreements_show_from_their_notice_on_and_stay(town, client):
    hidden = town.proposed(title="Not public")
    refused, _vote = town.voted(town.noticed(title="Refused one"), yes="ada", no="ben cyn dov")
    late = town.noticed(title="Late one")
    town.signed(late, LATER - timedelta(hours=2))
    show()
    page = read(client, "/agreements/")
    assert hidden.title not in page
    assert "Refused one" in page
    assert "Signed without a vote: no authority" in page
    assert client.get(f"/agreements/{hidden.pk}").status_code == 404
    assert "No vote came before it" in read(client, f"/agreements/{late.pk}")
    states = {row["id"]: row["state"] for row in csv.DictReader(io.StringIO(read(client, "/agreements.csv")))}
    assert states == {refused.public_id: "refused", late.public_id: "no_authority"}


def test_one_that_was_ended_stays_told_as_signed_without_a_vote(town, client):
    late = town.noticed(title="Late one")
    town.signed(late, LATER - timedelta(hours=2))
    recording.end(late, "city", LATER.date(), "Nobody had voted.", by=town.cleo, at=LATER)
    show(LATER + timedelta(days=1))
    [row] = csv_of(client, "/agreements.csv")
    assert (row["state"], row["signed_without_vote"]) == ("withdrawn", "yes")
    tag = 'data-tone="no">signed without a vote<'
    assert tag in read(client, "/agreements/")
    assert "no vote of the commission came before" in read(client, f"/agreements/{late.pk}")
    client.force_login(town.cleo)
    assert tag in read(client, "/instruments/")


def test_the_signed_document_is_given_as_it_was_kept(town, client):
    agreement, _vote = town.voted()
    town.signed(agreement, LATER)
    show()
    assert client.get(f"/agreements/documents/{SIGNED.sha256}").content == SIGNED.data


def test_feeds_are_dated_by_what_happened(town, client):
    town.voted()
    show()
    for address in ("/commission.atom", "/agreements.atom"):
        assert "2026-03-0" in read(client, address)


def test_shown_twice_nothing_changes(town, client):
    town.signed(town.voted()[0], LATER)
    show()
    before = [client.get(address).content for address in ("/commission.json", "/agreements.json")]
    show()
    assert before == [client.get(address).content for address in ("/commission.json", "/agreements.json")]


def test_these_pages_set_no_cookie(town, client):
    show()
    for address in ("/commission/", "/agreements/", "/agreements/neighbours/", "/ordinance/history/"):
        assert not client.get(address).cookies

"""What the public reads of the commission and of agreements, as pages and as files."""

import csv
import io
import json
from datetime import UTC, timedelta

import icalendar
import pytest

from scopeofduty.city.agreements.projecting import project as show_agreements
from scopeofduty.city.agreements.tests.conftest import SIGNED, Register
from scopeofduty.city.commission import projecting, sitting
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.commission.tests.test_adopting import DAY, narrowed

pytestmark = pytest.mark.django_db(databases=["default", "public"])
LATER = EVENING + timedelta(days=2)


@pytest.fixture
def town():
    return Register()


def show(at=LATER):
    projecting.project()
    show_agreements(at)


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
    assert json.loads(read(client, "/commission/votes.json"))["votes"][0]["result"] == "pass"


def test_the_history_names_the_vote_that_adopted_a_text(town, client):
    item = town.item(town.session(), step="adoption", version=town.version(narrowed), first_day=DAY)
    vote = town.vote(item)
    show()
    page = read(client, "/ordinance/history/")
    assert f"/commission/votes/{vote.pk}" in page
    assert DAY.isoformat() in page
    assert "pasa a ser el texto" in read(client, f"/es/commission/votes/{vote.pk}")


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

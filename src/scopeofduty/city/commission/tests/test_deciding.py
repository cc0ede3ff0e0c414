"""Votes by name: who may, when, once; and what comes of two at the same moment."""

from datetime import timedelta

import jsonschema
import pytest
from django.db import DatabaseError, transaction

from scopeofduty.city.commission import deciding, packet, projecting, sitting
from scopeofduty.city.commission.models import Ballot, Minutes, Vote
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.commission.tests.test_adopting import DAY, narrowed
from scopeofduty.city.ledger.models import Fact

AT = EVENING + timedelta(minutes=30)
# Open Civic Data's definition of a vote event: its fields, their types, its words for results and options.
TEXT = {"type": "string", "minLength": 1}
OPTION = {"enum": ["yes", "no", "absent", "abstain", "not voting", "paired", "excused", "other"]}
MOMENT = {
    "type": "string",
    "pattern": r"^([0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}"
    r"(Z|[+-][0-9]{2}(:[0-9]{2})?))?)?$",
}
VOTE_EVENT = {
    "type": "object",
    "required": [
        "id", "identifier", "motion_text", "motion_classification", "start_date", "end_date", "result",
        "organization", "legislative_session", "bill", "votes", "counts", "sources", "extras",
    ],
    "additionalProperties": False,
    "properties": {
        "id": {"pattern": "^ocd-vote/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        "identifier": {"type": "string"},
        "motion_text": TEXT,
        "motion_classification": {"type": "array", "items": TEXT},
        "start_date": MOMENT,
        "end_date": MOMENT,
        "result": {"enum": ["pass", "fail"]},
        "organization": {"type": ["string", "null"], "minLength": 1},
        "legislative_session": TEXT,
        "bill": {"type": ["string", "null"], "minLength": 1},
        "votes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["option", "voter_name"],
                "properties": {"option": OPTION, "voter_name": TEXT},
            },
        },
        "counts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"option": OPTION, "value": {"type": "integer", "minimum": 0}},
            },
        },
        "sources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"url": {"type": "string", "format": "uri"}, "note": {"type": "string"}},
            },
        },
        "extras": {"type": "object"},
    },
}  # fmt: skip


def test_more_than_half_of_all_members_pass_a_motion(town):
    assert town.vote(town.item(town.session())).result == "passed"
    assert (
        town.vote(town.item(town.session(EVENING + timedelta(days=1))), yes="ada ben", no="").result
        == "failed"
    )


def test_a_work_session_takes_no_vote(town):
    session = town.session(kind="work")
    with pytest.raises(RefusedError, match="takes no vote"):
        town.item(session, step="first_reading", version=town.version())
    with pytest.raises(RefusedError, match="takes no vote"):
        town.vote(town.item(session, part="study"))


def test_nothing_is_voted_on_that_the_public_could_not_read(town):
    item = town.item(town.session(), published=False)
    with pytest.raises(RefusedError, match="Publish the agenda"):
        town.vote(item)


def test_nothing_is_voted_on_before_the_session_begins(town):
    item = town.item(town.session())
    with pytest.raises(RefusedError, match="not begun"):
        town.vote(item, at=EVENING - timedelta(minutes=1))


def test_no_law_is_adopted_for_a_day_that_has_come(town):
    day = EVENING.date() - timedelta(days=1)  # the city's own date of that evening
    item = town.item(town.session(), step="adoption", version=town.version(narrowed), first_day=day)
    with pytest.raises(RefusedError, match="still to come"):
        town.vote(item)


def test_counsel_reads_the_agenda_and_takes_nothing_off_it(town, client):
    item = town.item(town.session(), part="consent")
    client.force_login(town.corey)
    assert client.post(f"/chamber/items/{item.pk}/pull/").status_code == 403
    assert "Take it off" not in client.get(f"/chamber/{item.session_id}/").content.decode()
    client.force_login(town.ada)
    assert "Take it off" in client.get(f"/chamber/{item.session_id}/").content.decode()


def test_one_vote_at_a_time_and_an_item_once(town):
    session = town.session()
    one, two = town.item(session), town.item(session)
    open_vote = town.vote(one, closed=False)
    with pytest.raises(RefusedError, match="Another vote is open"):
        town.vote(two)
    deciding.close(open_vote, by=town.cleo, at=AT)
    with pytest.raises(RefusedError, match="voted on before"):
        town.vote(one)


def test_a_ballot_stays_as_it_was_cast_and_sent_twice_is_one(town):
    vote = town.vote(town.item(town.session()), yes="", no="", closed=False)
    first = deciding.cast(vote, "yes", by=town.ada, at=AT)
    assert deciding.cast(vote, "yes", by=town.ada, at=AT + timedelta(seconds=2)) == first
    with pytest.raises(RefusedError, match="stays as it was cast"):
        deciding.cast(vote, "no", by=town.ada, at=AT)
    deciding.close(vote, by=town.cleo, at=AT)
    with pytest.raises(RefusedError, match="came too late"):
        deciding.cast(vote, "yes", by=town.ben, at=AT)
    assert Ballot.objects.count() == 1


def test_closed_twice_it_is_counted_once_and_stands_in_the_public_register_once(town):
    vote = town.vote(town.item(town.session()))
    again = deciding.close(vote, by=town.cleo, at=AT + timedelta(hours=1))
    assert again.closed_at == vote.closed_at
    [fact] = Fact.objects.filter(kind="vote")
    assert (fact.facts["result"], fact.facts["in_office"]) == ("passed", 5)
    assert fact.facts["voted_yes"] == ["Ada Member", "Ben Member", "Cyn Member"]
    assert (fact.facts["voted_no"], fact.facts["did_not_vote"]) == (["Dov Member"], ["Eve Member"])


def test_nothing_is_added_to_what_is_voted_on_once_somebody_voted(town):
    session = town.session()
    vote = town.vote(town.item(session), closed=False)
    late = town.item(session, title="Slipped in")
    with pytest.raises(DatabaseError, match="before the first ballot"), transaction.atomic():
        vote.items.add(late)


def test_a_correction_stands_beside_the_vote(town):
    vote = town.vote(town.item(town.session()))
    deciding.correct(vote, "The mover was Ben.", by=town.cleo, at=AT)
    assert Vote.objects.get().result == "passed"
    assert projecting.record(vote, "Riverbend")["extras"]["corrections"] == ["The mover was Ben."]


def test_the_consent_agenda_is_one_vote_without_what_was_pulled(town):
    session = town.session()
    items = [town.item(session, part="consent", title=f"Item {n}") for n in range(3)]
    sitting.pull(items[1], by=town.eve, at=EVENING)
    left = [item for item in session.items.all() if item.on_consent]
    assert [item.title for item in left] == ["Item 0", "Item 2"]
    assert town.vote(*left).items.count() == 2
    other = town.session(EVENING + timedelta(days=3))
    regular = [town.item(other) for _n in range(2)]
    with pytest.raises(RefusedError, match="Only the consent agenda"):
        town.vote(*regular)


def test_a_consent_item_that_changes_answers_is_flagged(town):
    session = town.session()
    alike = town.item(session, part="consent", step="adoption", version=town.version(), first_day=DAY)
    other = town.item(session, part="consent", step="adoption", version=town.version(narrowed), first_day=DAY)
    assert (packet.row(alike).flagged, packet.row(other).flagged) == (False, True)
    sitting.pull(other, by=town.ada, at=EVENING)
    other.refresh_from_db()
    assert packet.row(other).flagged is False


def test_an_adoption_tells_of_its_first_reading(town):
    version = town.version(narrowed)
    first = town.item(town.session(EVENING - timedelta(days=14)), step="first_reading", version=version)
    second = {"step": "adoption", "first_day": DAY}
    item = town.item(town.session(), version=version, **second)
    assert packet.row(item).unread
    town.vote(first)
    assert (packet.row(item).unread, packet.row(item).alike) == (False, True)
    again = versions_after(town, version)
    other = town.item(town.session(EVENING + timedelta(days=1)), version=again, **second)
    assert (packet.row(other).unread, packet.row(other).alike) == (False, False)


def versions_after(town, version):
    from scopeofduty.city.drafts import versions
    from scopeofduty.city.drafts.models import Revision

    old = version.revision
    revision = Revision.objects.create(
        draft=version.draft, number=2, text=old.text, rules=old.rules, source="written", by=town.corey, at=AT
    )
    return versions.freeze(version.draft, revision, name="amended", by=town.corey, at=AT)


def test_what_was_told_at_the_vote_stays_told(town):
    item = town.item(town.session(), step="adoption", version=town.version(narrowed), first_day=DAY)
    before = packet.row(item).effect
    town.vote(item)
    assert before["alters"]
    assert packet.row(item).effect == before
    assert packet.page(item, AT)["change"].situations


def test_minutes_are_corrected_by_another_text(town):
    session = town.session()
    sitting.write_minutes(session, "They met.", by=town.cleo, at=AT, after=0)
    sitting.write_minutes(session, "They met and voted.", by=town.cleo, at=AT, after=1, reason="left out")
    with pytest.raises(RefusedError, match="Somebody else"):
        sitting.write_minutes(session, "Mine.", by=town.cleo, at=AT, after=1)
    assert [each.text for each in Minutes.objects.all()] == ["They met.", "They met and voted."]


def test_the_record_has_the_shape_of_open_civic_data(town):
    item = town.item(town.session(), step="adoption", version=town.version(narrowed), first_day=DAY)
    at = AT + timedelta(microseconds=5)
    record = projecting.record(town.vote(item, yes="ada ben cyn", no="dov", at=at), "Riverbend")
    given_out = {**record, "sources": [{"url": "https://riverbend.example/commission/votes/1", "note": ""}]}
    jsonschema.validate(given_out, VOTE_EVENT)
    assert record["id"].startswith("ocd-vote/")
    assert (record["result"], record["motion_classification"]) == ("pass", ["bill-passage"])
    assert {each["option"]: each["value"] for each in record["counts"]} == {
        "yes": 3, "no": 1, "abstain": 0, "not voting": 1,
    }  # fmt: skip
    assert sum(each["value"] for each in record["counts"]) == len(record["votes"]) == 5

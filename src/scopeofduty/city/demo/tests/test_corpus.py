"""The written corpus: complete, legal in every field, and silent about what anybody is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from scopeofduty import law
from scopeofduty.city.contacts.fields import BY_ID, REQUIRED, Kind
from scopeofduty.city.demo import corpus
from scopeofduty.city.demo.cast import CAST, member
from scopeofduty.sweep import guard

AT = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")
ABOUT_THE_RECORD = {"id", "scenario", "days_before", "hours_before", "hour", "lag", "recorded_by"}
DONE_LATER = {"corrections", "review", "erasure", "hold"}
ROWS = corpus.rows()
DEPARTMENTS = {one["slug"]: one for one in corpus.load("riverbend.yaml")["departments"]}


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def test_there_are_at_least_sixty_contacts_each_with_its_own_name_and_story():
    assert len(ROWS) >= 60
    assert max(Counter(row["id"] for row in ROWS).values()) == 1
    assert max(Counter(row["narrative"] for row in ROWS).values()) == 1


def test_every_scenario_of_the_bank_is_played():
    assert {row["scenario"] for row in ROWS} == {f"S{number}" for number in range(1, 19)}


def test_every_channel_is_used_and_no_agency_or_decision_is_alone():
    assert {row["channel"] for row in ROWS} == BY_ID["channel"].values()
    assert {row["decision"] for row in ROWS} == BY_ID["decision"].values()
    assert len({row["agency"] for row in ROWS}) >= 7


def test_the_contacts_are_spread_over_nine_months():
    days = sorted(row["days_before"] for row in ROWS if "days_before" in row)
    assert days[0] <= 1
    assert 240 <= days[-1] <= 280
    assert max(later - earlier for earlier, later in pairwise(days)) <= 14


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
class TestEachContact:
    def test_has_known_fields_only(self, row):
        assert set(row) <= ABOUT_THE_RECORD | DONE_LATER | set(BY_ID)
        assert {field.id for field in REQUIRED} - {"received_at", "reason"} <= set(row)

    def test_has_values_that_the_fields_take(self, row):
        for name, value in row.items():
            if name in BY_ID and BY_ID[name].choices:
                given = value if isinstance(value, list) else [value]
                assert set(given) <= BY_ID[name].values(), name

    def test_is_recorded_by_somebody_who_may(self, row):
        everybody = {person.username for person in CAST}
        steps = [
            *row.get("corrections", []),
            *(row[name] for name in DONE_LATER - {"corrections"} if name in row),
        ]
        assert {row["recorded_by"], *(step["by"] for step in steps)} <= everybody

    def test_is_received_by_a_department_of_riverbend(self, row):
        assert row["receiving_department"] in DEPARTMENTS

    def test_speaks_the_vocabulary(self, row):
        vocabulary = law.shared()
        assert row["act"] in vocabulary.acts
        assert row["actor"] in vocabulary.facts["actor"].values
        for name, value in row["facts"].items():
            fact = vocabulary.facts[name]
            assert not fact.sensitive
            if fact.choices:
                assert value in {choice.value for choice in fact.choices}, name
            else:
                assert isinstance(value, bool), name

    def test_records_nobody_s_status(self, row):
        assert [hit.explain() for text in texts(row) for hit in guard.find(text)] == []


def test_departments_act_under_names_of_the_vocabulary():
    assert {one["actor"] for one in DEPARTMENTS.values()} <= set(law.shared().facts["actor"].values)


# The third day lies 62 days after the night on which the clocks were put forward: a contact comes in then.
@pytest.mark.parametrize("at", [AT, AT.replace(hour=5), datetime(2026, 5, 9, 15, 0, tzinfo=UTC)], ids=str)
def test_times_are_counted_from_receipt_and_lie_in_the_past(at):
    found = corpus.written(at, ZONE)
    assert len(found) == len(ROWS)
    for contact in found:
        received = datetime.fromisoformat(contact.values["received_at"])
        assert at - timedelta(days=281) < received <= contact.recorded_at < at
        for step in (*contact.corrections, contact.review, contact.erasure, contact.hold):
            assert step is None or contact.recorded_at <= step.at < at, contact.id


def test_what_was_not_known_yet_comes_later():
    for contact in corpus.written(AT, ZONE):
        for name, value in contact.values.items():
            if BY_ID[name].kind is Kind.TIME and name in corpus.LEARNT_WITH:
                assert datetime.fromisoformat(value) <= contact.recorded_at, (contact.id, name)


def test_a_time_that_is_not_relative_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'tomorrow' is not a relative time"):
        corpus.span("tomorrow")


def test_nobody_outside_the_cast_can_be_named():
    with pytest.raises(LookupError, match="nobody of the cast logs in as 'mallory'; the cast is: officer"):
        member("mallory")


def test_the_cast_has_everybody_a_reader_wants_to_be():
    from scopeofduty.city.accounts.roles import Role

    assert {role for person in CAST for role in person.roles} == set(Role)
    assert len({person.username for person in CAST}) == len({person.name for person in CAST}) == len(CAST)
    assert {person.department for person in CAST} - {None} <= set(DEPARTMENTS)


def test_the_petitions_record_nobody_s_status():
    for petition in corpus.load("petitions.yaml"):
        assert petition["by"] in {person.username for person in CAST}
        answer = petition.get("answer", {})
        spoken = [petition["what"], petition["why"], answer.get("reason", "")]
        assert [hit.explain() for text in spoken for hit in guard.find(text)] == []

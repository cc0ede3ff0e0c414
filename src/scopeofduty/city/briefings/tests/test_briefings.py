"""When the law changes, those whose answers change are told, try it, and are counted."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.briefings.briefing import acknowledge, brief, counts, waiting_for
from scopeofduty.city.briefings.models import Acknowledgement, Briefing, LawSeen
from scopeofduty.city.briefings.tests.conftest import AT
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.profile.models import Department

pytestmark = pytest.mark.django_db(databases=["default", "public"])
DAY = timedelta(days=1)
POLICE_ONLY = (
    "ordinance.duty",
    "4(e)  share information  is permitted",
    "4(e)  share information  is prohibited",
)
EVERYBODY = (
    "ordinance.duty",
    "5(l)  use immigration officers as interpreters  is prohibited\n  unless threat_to_life",
    "5(l)  use immigration officers as interpreters  is permitted\n  unless threat_to_life",
)


@pytest.fixture
def changed(redraft, people):
    def make(*edits):
        brief(AT)
        for edit in edits:
            redraft(*edit)
        return brief(AT + DAY)

    return make


def test_the_law_a_city_starts_with_is_no_change(people):
    assert brief(AT) is None
    assert brief(AT + DAY) is None
    assert (LawSeen.objects.count(), Briefing.objects.count()) == (1, 0)


def test_a_change_for_the_police_is_told_to_the_police_alone(changed, people):
    made = changed(POLICE_ONLY)
    assert set(made.jobs) == {"police"}
    assert waiting_for(people["otis"]) == [made]
    assert waiting_for(people["libby"]) == waiting_for(people["monroe"]) == []
    outcomes = {(change["before"], change["after"]) for change in made.jobs["police"]["changes"]}
    assert ("may", "no") in outcomes


def test_a_change_for_everybody_is_told_to_each_department(changed, people):
    made = changed(EVERYBODY)
    assert set(made.jobs) == {"police", "library"}
    quiz = made.jobs["library"]["quiz"]
    assert [(question["right"], question["sections"]) for question in quiz] == [("may", ["5(l)"])]
    assert quiz[0]["act"]["es"] != quiz[0]["act"]["en"]


def test_another_deadline_is_told_to_the_department_that_the_law_names(changed, people):
    """No answer at the desk changes with it: who has to keep it must hear of it all the same."""
    Department.objects.create(slug="clerk", name="City Clerk", actor="city_clerk")
    made = changed(("ordinance.duty", "72 hours of operation_complete", "48 hours of operation_complete"))
    assert set(made.jobs) == {"city_clerk"}
    (duty,) = made.jobs["city_clerk"]["duties"]
    assert "72 hours" in duty["en"]
    assert "48 hours" in duty["en"]
    assert "48 horas" in duty["es"]
    people["libby"].department = Department.objects.get(slug="clerk")
    people["libby"].save()
    client = Client()
    client.force_login(people["libby"])
    assert duty["en"] in unescape(client.get(f"/briefings/{made.pk}/").content.decode())


def test_reworded_sections_are_named_where_no_answer_changed(changed):
    made = changed(
        ("ordinance.md", "Immigration officers do not interpret", "Federal officers never interpret")
    )
    assert (made.jobs, made.sections) == ({}, ["5(l)"])


def test_the_same_law_again_makes_no_second_briefing(changed):
    changed(EVERYBODY)
    assert brief(AT + DAY) is None
    assert brief(AT + 2 * DAY) is None
    assert Briefing.objects.count() == 1


def test_what_was_told_is_never_rewritten(changed):
    made = changed(EVERYBODY)
    made.jobs = {}
    with pytest.raises(AppendOnlyError):
        made.save()


def test_reading_answering_and_being_counted(changed, people):
    made = changed(EVERYBODY)
    client = Client()
    client.force_login(people["libby"])
    page = client.get(f"/briefings/{made.pk}/")
    assert "interpret" in page.content.decode()
    assert str(Phrase.MAY.label) in page.content.decode()
    wrong = client.post(f"/briefings/{made.pk}/", {"q1": "no"})
    assert "5(l)" in str(wrong.context["form"].errors["q1"])
    assert Acknowledgement.objects.get().passed_at is None
    assert waiting_for(people["libby"]) == [made]
    right = client.post(f"/briefings/{made.pk}/", {"q1": "may"})
    assert right.status_code == 302
    assert waiting_for(people["libby"]) == []
    counted = {row["department"].slug: (row["people"], row["read"], row["passed"]) for row in counts(made)}
    assert counted == {"library": (1, 1, 1), "police": (2, 0, 0)}


def test_answering_twice_keeps_the_first_time(changed, people):
    made = changed(EVERYBODY)
    acknowledge(made, people["libby"], passed=True, at=AT)
    acknowledge(made, people["libby"], passed=True, at=AT + DAY)
    assert Acknowledgement.objects.get().passed_at == AT


def test_whom_it_does_not_concern_sees_nothing(changed, people):
    made = changed(POLICE_ONLY)
    client = Client()
    client.force_login(people["libby"])
    assert client.get(f"/briefings/{made.pk}/").status_code == 404
    client.force_login(people["monroe"])
    assert client.get("/briefings/").status_code == 200
    assert client.get(f"/briefings/{made.pk}/").status_code == 403


def test_an_answer_that_is_none_of_the_six_is_refused(changed, people):
    made = changed(EVERYBODY)
    client = Client()
    client.force_login(people["libby"])
    answer = client.post(f"/briefings/{made.pk}/", {"q1": "perhaps"})
    assert "q1" in answer.context["form"].errors


def test_the_law_seen_can_be_opened_when_its_files_are_gone(changed):
    from scopeofduty.city.briefings.archive import reopened

    changed(EVERYBODY)
    first = LawSeen.objects.first()
    answer = reopened(first, first.on).ask(
        "use immigration officers as interpreters", "police", {"threat_to_life": False}
    )
    assert answer.outcome == "prohibited"

import pytest

from scopeofduty.city.contacts.choices import DECISION
from scopeofduty.city.contacts.departure import ALLOWED, departure_from
from scopeofduty.city.desk.phrase import Phrase

ANSWER = {"act": "give perimeter or on-site support"}
DECISIONS = [value for value, _label in DECISION]
# Rows: the phrase; columns: comply, partly, decline, refer, no_action. D is a departure.
TABLE = {
    "must": ". D D . D",
    "may": ". . . . .",
    "no": "D D . . .",
    "commission": "D D . . .",
    "counsel": "D D . . .",
    "silent": "D D . . .",
    "undetermined": "D D . . .",
    "unread": "D D . . .",
}


def test_every_phrase_of_the_desk_has_its_row():
    assert {phrase.value for phrase in Phrase} <= set(TABLE) <= set(ALLOWED)


@pytest.mark.parametrize("phrase", TABLE)
def test_a_departure_is_what_the_table_says(phrase):
    for decision, mark in zip(DECISIONS, TABLE[phrase].split(), strict=True):
        found = departure_from(ANSWER | {"phrase": phrase}, {"decision": decision})
        assert found == (phrase if mark == "D" else ""), (phrase, decision)


@pytest.mark.parametrize("phrase", ["counsel", "silent", "undetermined", "unread"])
def test_counsel_who_was_asked_first_and_agreed_is_the_answer(phrase):
    asked = {"decision": "comply", "counsel_consulted": True}
    assert departure_from(ANSWER | {"phrase": phrase}, asked) == ""
    assert departure_from(ANSWER | {"phrase": phrase}, asked | {"counsel_consulted": False}) == phrase


@pytest.mark.parametrize("phrase", ["no", "commission"])
def test_counsel_cannot_lift_what_the_law_forbids(phrase):
    asked = {"decision": "comply", "counsel_consulted": True}
    assert departure_from(ANSWER | {"phrase": phrase}, asked) == phrase


def test_acting_without_asking_the_desk_is_a_departure():
    assert departure_from(None, {"decision": "comply"}) == "unasked"
    assert departure_from(None, {"decision": "decline"}) == ""


@pytest.mark.parametrize("decision", DECISIONS)
def test_recording_is_what_writing_a_call_down_asks_for(decision):
    determination = {"act": "document a request", "phrase": "must"}
    assert departure_from(determination, {"decision": decision}) == ""

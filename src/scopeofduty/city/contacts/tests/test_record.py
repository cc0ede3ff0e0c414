from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from scopeofduty.city.contacts.commitment import verifies
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.models import Contact, Counter, Draft, Review
from scopeofduty.city.contacts.record import (
    KeyTakenError,
    bound_of,
    correct_contact,
    digest_of,
    read_values,
    record_contact,
)

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def test_numbers_start_at_one_and_have_no_gap(dispatcher, values):
    numbers = [record_contact(values, key=uuid4(), by=dispatcher, at=AT).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_refused_entry_takes_no_number(dispatcher, values):
    with pytest.raises(EntryRefusedError):
        record_contact(values | {"channel": "pigeon"}, key=uuid4(), by=dispatcher, at=AT)
    assert record_contact(values, key=uuid4(), by=dispatcher, at=AT).number == 1


def test_a_retry_with_the_same_key_returns_the_same_contact(dispatcher, values, key):
    first = record_contact(values, key=key, by=dispatcher, at=AT)
    again = record_contact(values, key=str(key), by=dispatcher, at=LATER)
    assert again == first
    assert (Contact.objects.count(), Counter.objects.get().value) == (1, 1)


def test_a_key_with_other_values_is_refused_clearly(dispatcher, values, key):
    record_contact(values, key=key, by=dispatcher, at=AT)
    with pytest.raises(KeyTakenError, match="already recorded, with other values"):
        record_contact(values | {"decision": "comply"}, key=key, by=dispatcher, at=LATER)


def test_somebody_elses_key_gives_nothing_away(dispatcher, person, values, key):
    record_contact(values, key=key, by=dispatcher, at=AT)
    with pytest.raises(KeyTakenError):
        record_contact(values, key=key, by=person("omar", "officer", "police"), at=LATER)


@pytest.mark.parametrize("bad", [None, "", "7", "not-a-key"])
def test_a_missing_or_broken_key_is_told(dispatcher, values, bad):
    with pytest.raises(EntryRefusedError) as refused:
        record_contact(values, key=bad, by=dispatcher, at=AT)
    assert "came without its key" in refused.value.problems["key"][0]


def test_the_record_keeps_times_in_utc_and_who_recorded(dispatcher, values, key):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    kept = read_values(contact.latest())
    assert kept["received_at"] == "2026-11-23T14:51:00Z"
    assert kept["recorded_at"] == "2026-11-23T15:00:00Z"
    assert (kept["recorded_by_role"], kept["receiving_department"]) == ("dispatcher", "dispatch")


def test_recording_takes_the_draft_away(dispatcher, values, key):
    Draft.objects.create(key=key, owner=dispatcher, values={}, saved_at=AT)
    record_contact(values, key=key, by=dispatcher, at=AT)
    assert not Draft.objects.exists()


def test_a_correction_is_added_and_the_record_stays(dispatcher, values, key):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    correct_contact(
        contact, {"agency": "fbi", "reason": "They called back"}, after=1, by=dispatcher, at=LATER
    )
    first, second = contact.revisions.order_by("seq")
    assert (first.agency, second.agency) == ("ice", "fbi")
    assert read_values(first)["agency"] == "ice"
    assert second.previous == first.digest == digest_of(first)
    assert read_values(second)["reason"] == "They called back"


def test_every_revision_is_bound_to_its_values(dispatcher, values, key):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    revision = contact.latest()
    kept = read_values(revision)
    assert verifies(bound_of(revision), kept, number=contact.number, seq=1)
    assert not verifies(bound_of(revision), kept | {"agency": "fbi"}, number=contact.number, seq=1)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"agency": "fbi"}, "reason", "is needed"),
        ({"reason": "because"}, "reason", "Nothing is changed"),
        ({"agency": "ice", "reason": "because"}, "reason", "Nothing is changed"),
        ({"channel": "", "reason": "because"}, "channel", "can be corrected, not emptied"),
        ({"determination": {"phrase": "may"}, "reason": "because"}, "determination", "worked out here"),
    ],
)
def test_a_correction_that_cannot_be_kept_says_why(*, dispatcher, values, key, changes, field, message):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    with pytest.raises(EntryRefusedError) as refused:
        correct_contact(contact, changes, after=1, by=dispatcher, at=LATER)
    assert message in refused.value.problems[field][0]
    assert contact.revisions.count() == 1


def test_a_correction_made_meanwhile_is_not_covered_up(dispatcher, values, key):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    correct_contact(
        contact, {"agency": "fbi", "reason": "They called back"}, after=1, by=dispatcher, at=LATER
    )
    with pytest.raises(EntryRefusedError) as refused:
        correct_contact(contact, {"agency": "cbp", "reason": "Other"}, after=1, by=dispatcher, at=LATER)
    assert "meanwhile" in refused.value.problems["reason"][0]


def test_complying_without_an_answer_opens_one_review_due_within_a_shift(dispatcher, values, key):
    contact = record_contact(values | {"decision": "comply"}, key=key, by=dispatcher, at=AT)
    review = Review.objects.get(contact=contact)
    assert (review.cause, review.due_at, review.department) == (
        "departure",
        AT + timedelta(hours=8),
        "dispatch",
    )


def test_a_correction_of_something_else_opens_no_second_review(dispatcher, values, key):
    contact = record_contact(values | {"decision": "comply"}, key=key, by=dispatcher, at=AT)
    correct_contact(
        contact, {"agency": "fbi", "reason": "They called back"}, after=1, by=dispatcher, at=LATER
    )
    assert Review.objects.count() == 1


def test_a_correction_of_the_decision_opens_a_review(dispatcher, values, key):
    contact = record_contact(values, key=key, by=dispatcher, at=AT)
    correct_contact(contact, {"decision": "comply", "reason": "Units went"}, after=1, by=dispatcher, at=LATER)
    assert Review.objects.get().opened_at == LATER


def test_the_life_threat_button_always_opens_a_review(dispatcher, values, key):
    record_contact(values | {"life_button": True}, key=key, by=dispatcher, at=AT)
    assert Review.objects.get().cause == "life_button"

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.contacts import reviews
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.models import Review
from scopeofduty.city.contacts.record import correct_contact, record_contact

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def departed(values):
    def make(by, at=AT, **more):
        contact = record_contact(values | {"decision": "comply"} | more, key=uuid4(), by=by, at=at)
        return contact.reviews.get()

    return make


def test_the_supervisors_own_department_comes_first_then_what_is_due_soonest(dispatcher, person, departed):
    officer = person("omar", Role.OFFICER, "police")
    first, second = departed(dispatcher), departed(dispatcher, AT + timedelta(hours=1))
    own = departed(officer, AT + timedelta(hours=2))
    supervisor = person("sam", Role.SUPERVISOR, "police")
    assert list(reviews.queue_for(supervisor)) == [own, first, second]


def test_nobody_but_a_supervisor_has_a_queue(dispatcher, person, departed):
    departed(dispatcher)
    others = [role for role in Role if role is not Role.SUPERVISOR]
    assert [list(reviews.queue_for(person(f"charlie-{role}", role))) for role in others] == [
        [] for _ in others
    ]


def test_whoever_corrected_a_contact_does_not_review_it(dispatcher, person, departed):
    review = departed(dispatcher)
    supervisor = person("sam", Role.SUPERVISOR)
    change = {"agency": "fbi", "reason": "Misread"}
    correct_contact(review.contact, change, after=1, by=supervisor, at=AT)
    assert list(reviews.queue_for(supervisor)) == []
    with pytest.raises(EntryRefusedError) as refused:
        reviews.decide(review, state="justified", reason="I was there.", sent_to="", by=supervisor, at=AT)
    assert "another supervisor decides" in refused.value.problems["state"][0]


def test_a_review_is_decided_once(dispatcher, person, departed):
    review = departed(dispatcher)
    first, second = person("sam", Role.SUPERVISOR), person("sunny", Role.SUPERVISOR)
    sent = {"state": "sent_on", "reason": "It was no emergency.", "sent_to": "The independent monitor"}
    reviews.decide(review, **sent, by=first, at=AT)
    with pytest.raises(EntryRefusedError) as refused:
        reviews.decide(review, **sent | {"state": "justified"}, by=second, at=AT)
    assert "decided meanwhile" in refused.value.problems["state"][0]
    review.refresh_from_db()
    assert (review.state, review.decided_by, review.sent_to) == ("sent_on", first, "The independent monitor")


def test_the_shift_is_the_citys(city, dispatcher, departed):
    city.shift_hours = 12
    city.save()
    assert departed(dispatcher).due_at == AT + timedelta(hours=12)


def test_what_the_answer_allows_opens_no_review(dispatcher, values):
    record_contact(values, key=uuid4(), by=dispatcher, at=AT)
    assert not Review.objects.exists()

"""What waits for whom: alarms for the clerk, readings and rulings for counsel, violations for recipients."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from scopeofduty.city.accounts.models import Appointment
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.agreements import recording
from scopeofduty.city.agreements.models import Agreement
from scopeofduty.city.agreements.reminding import remind
from scopeofduty.city.agreements.room import cards
from scopeofduty.city.agreements.standing import State, standing
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.handling import departures
from scopeofduty.city.handling.models import SignedWithoutVote
from scopeofduty.city.handling.room import cards as handled
from scopeofduty.city.public.models import PublicAgreement
from scopeofduty.city.roster.keys import RefusedError as HandlingRefused

pytestmark = pytest.mark.django_db(databases=["default", "public"])

LATER = EVENING + timedelta(days=2)


def waiting(person, at=LATER):
    return [card.waiting for card in cards(person, at)]


@pytest.fixture
def recipient(register):
    register.ira.appointments.update(ended_at=EVENING)
    Appointment.objects.create(user=register.ira, role=Role.RECIPIENT, given_at=EVENING)
    return register.ira


def test_one_signed_without_a_vote_waits_for_counsel(register):
    agreement = register.noticed()
    register.signed(agreement, EVENING)
    assert waiting(register.corey) == [1]
    recording.rule(agreement, "void", "Nobody voted.", by=register.corey, at=LATER)
    assert waiting(register.corey) == [0]


def test_one_signed_without_a_vote_arrives_where_violations_are_handled(register, recipient, client):
    agreement = register.noticed()
    register.signed(agreement, EVENING)
    arrived = SignedWithoutVote.objects.get()
    sent_on = next(each for each in handled(recipient, LATER) if "departures" in each.address)
    assert sent_on.waiting == 1
    client.force_login(recipient)
    assert agreement.public_id in client.get("/handling/departures/").content.decode()
    page = f"/handling/departures/agreements/{arrived.pk}/"
    refused = client.post(page, {"state": "sustained", "said": ""})
    assert refused.status_code == 400
    client.post(page, {"state": "sustained", "said": "The deputy was told that only the commission decides."})
    arrived.refresh_from_db()
    assert (arrived.state, arrived.decided_by) == ("sustained", recipient)
    told = PublicAgreement.objects.get(pk=agreement.pk).content["violation"]
    assert told["stage"] == {"en": "a violation was found", "es": "se halló una infracción"}
    assert "The deputy was told" not in json.dumps(PublicAgreement.objects.get(pk=agreement.pk).content)
    assert standing(Agreement.objects.get(pk=agreement.pk), today(LATER)).state is State.NO_AUTHORITY


def test_whoever_recorded_it_does_not_decide_it(register, recipient):
    Appointment.objects.create(user=register.cleo, role=Role.RECIPIENT, given_at=EVENING)
    register.signed(register.noticed(), EVENING)
    arrived = SignedWithoutVote.objects.get()
    assert departures.may_decide(arrived, recipient)
    with pytest.raises(HandlingRefused, match="had a part"):
        departures.decide(arrived, "not_sustained", "It was all well.", by=register.cleo, at=LATER)


def test_nobody_else_reads_what_arrived(register, client):
    register.signed(register.noticed(), EVENING)
    pk = SignedWithoutVote.objects.get().pk
    for person in (register.cleo, register.corey, register.ada, register.ofi, register.ira):
        client.force_login(person)
        assert client.get(f"/handling/departures/agreements/{pk}/").status_code == 403


def mailed(day, people):
    for person in people:
        person.email = f"{person.username}@example.org"
        person.save()
    mail.outbox.clear()
    remind(EVENING + timedelta(days=day))
    return sorted(address for message in mail.outbox for address in message.to)


def test_keepers_and_counsel_are_mailed_when_an_alarm_begins_and_each_week(register):
    ends = today(EVENING) + timedelta(days=160)
    agreement, _vote = register.voted(register.noticed(expires_on=ends))
    register.signed(agreement, EVENING + timedelta(days=1))
    people = (register.cleo, register.corey, register.ofi)
    both = ["cleo@example.org", "corey@example.org"]
    assert [mailed(day, people) for day in (99, 100, 101, 107, 160, 161)] == [[], both, [], both, [], []]
    assert mailed(156, people) == both
    assert f"ends on {ends}" in mail.outbox[0].body
    assert f"termina el {ends}" in mail.outbox[0].body


def test_what_names_no_review_is_reviewed_after_a_year(register):
    agreement, _vote = register.voted()
    register.signed(agreement, EVENING + timedelta(days=1))
    found = standing(Agreement.objects.get(pk=agreement.pk), today(LATER))
    assert (found.review_on - today(EVENING)).days == 366
    assert "review" in found.alarms(found.review_on)


def test_what_ends_soon_or_is_to_be_reviewed_waits_for_the_clerk(register):
    ends = today(LATER + timedelta(days=90))
    agreement, _vote = register.voted(register.noticed(expires_on=ends))
    register.signed(agreement, EVENING + timedelta(days=1))
    assert waiting(register.cleo) == [0]
    assert waiting(register.cleo, LATER + timedelta(days=31)) == [1]
    assert waiting(register.cleo, LATER + timedelta(days=92)) == [0]
    assert waiting(register.ofi, LATER + timedelta(days=31)) == [0]

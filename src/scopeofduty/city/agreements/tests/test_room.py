"""What waits for whom: alarms for the clerk, readings and rulings for counsel, violations for recipients."""

from datetime import timedelta

from scopeofduty.city.accounts.models import Appointment
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.agreements import recording
from scopeofduty.city.agreements.room import cards
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.tests.conftest import EVENING

LATER = EVENING + timedelta(days=2)


def waiting(person, at=LATER):
    return [card.waiting for card in cards(person, at)]


def test_one_signed_without_a_vote_waits_for_counsel_and_for_recipients(register):
    recipient = register.ira
    recipient.appointments.update(ended_at=EVENING)
    assert waiting(recipient) == []
    Appointment.objects.create(user=recipient, role=Role.RECIPIENT, given_at=EVENING)
    agreement = register.noticed()
    register.signed(agreement, EVENING)
    assert (waiting(register.corey), waiting(recipient)) == ([1], [1])
    recording.rule(agreement, "void", "Nobody voted.", by=register.corey, at=LATER)
    assert (waiting(register.corey), waiting(recipient)) == ([0], [0])


def test_what_ends_soon_or_is_to_be_reviewed_waits_for_the_clerk(register):
    ends = today(LATER + timedelta(days=90))
    agreement, _vote = register.voted(register.noticed(expires_on=ends))
    register.signed(agreement, EVENING + timedelta(days=1))
    assert waiting(register.cleo) == [0]
    assert waiting(register.cleo, LATER + timedelta(days=31)) == [1]
    assert waiting(register.cleo, LATER + timedelta(days=92)) == [0]
    assert waiting(register.ofi, LATER + timedelta(days=31)) == [0]

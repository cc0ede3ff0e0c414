from datetime import timedelta

import pytest

from scopeofduty.city.accounts.appointments import Refused, appoint, close_account, end, reopen_account
from scopeofduty.city.accounts.audit import Event
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import Permission, Role


def test_an_appointment_is_kept_with_who_when_and_why(ira, otis, at):
    given = appoint(otis, Role.SUPERVISOR, by=ira, reason="night shift", at=at)
    assert (given.given_by, given.given_at, given.reason) == (ira, at, "night shift")
    assert otis.may(Permission.REVIEW_DECIDE)
    told = AuditEvent.objects.get()
    assert (told.event, told.actor, told.subject, told.reason) == (
        Event.APPOINTMENT_GIVEN,
        ira,
        "otis: supervisor",
        "night shift",
    )


@pytest.mark.parametrize("role", list(Role))
def test_nobody_appoints_themselves(role, ira, at):
    with pytest.raises(Refused, match="Nobody gives a role to themselves"):
        appoint(ira, role, by=ira, reason="handy", at=at)
    assert ira.roles() == {Role.ADMINISTRATOR}
    assert not AuditEvent.objects.exists()


def test_a_role_is_held_once(ira, otis, at):
    with pytest.raises(Refused, match="Otis is Police officer already"):
        appoint(otis, Role.OFFICER, by=ira, reason="again", at=at)


def test_an_end_stays_on_record_and_takes_the_permission(ira, otis, at):
    given = otis.appointments.get()
    end(given, by=ira, reason="left the force", at=at + timedelta(days=1))
    given.refresh_from_db()
    assert (given.ended_by, given.end_reason) == (ira, "left the force")
    assert not otis.may(Permission.CONTACT_RECORD)
    assert AuditEvent.objects.get().event == Event.APPOINTMENT_ENDED
    with pytest.raises(Refused, match="ended before"):
        end(given, by=ira, reason="twice", at=at)


def test_the_last_administrator_stays(ira, make, at):
    with pytest.raises(Refused, match="Ira is the last administrator"):
        end(ira.appointments.get(), by=ira, reason="tired", at=at)
    second = make("second", Role.ADMINISTRATOR)
    end(ira.appointments.get(), by=second, reason="moved on", at=at)
    with pytest.raises(Refused, match="last administrator"):
        end(second.appointments.get(), by=second, reason="me too", at=at)


def test_an_administrator_whose_account_is_closed_does_not_count(ira, make, at):
    make("gone", Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refused, match="last administrator"):
        end(ira.appointments.get(), by=ira, reason="tired", at=at)


def test_closing_an_account(ira, otis, at):
    close_account(otis, by=ira, reason="left", at=at)
    assert otis.roles() == frozenset()
    with pytest.raises(Refused, match="is closed"):
        appoint(otis, Role.SUPERVISOR, by=ira, reason="?", at=at)
    reopen_account(otis, by=ira, reason="came back", at=at)
    assert otis.roles() == {Role.OFFICER}
    events = [event.event for event in AuditEvent.objects.all()]
    assert events == [Event.ACCOUNT_REOPENED, Event.ACCOUNT_CLOSED]


def test_nobody_closes_their_own_account_nor_the_last_administrator(ira, otis, at):
    with pytest.raises(Refused, match="their own account"):
        close_account(ira, by=ira, reason="?", at=at)
    with pytest.raises(Refused, match="last administrator"):
        close_account(ira, by=otis, reason="?", at=at)

"""Decisions: four eyes on “required by law”, the law's answer beside them, history, expiry."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.collection import register
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.points import deciding, reminding
from scopeofduty.city.points.deciding import RefusedError, Settling
from scopeofduty.city.points.models import Decision, Point
from scopeofduty.city.points.tests.conftest import AT, CARD, I9

UNTIL = date(2027, 3, 1)


@pytest.fixture
def form(signed, duty, take):
    """The I-9 as a sweep found it."""
    take({"hr/hiring-i9.html": I9}, roots=[{"path": "/mnt/drive/hr", "name": "hr"}])
    return Point.objects.get(department__slug="hr")


@pytest.fixture
def card(signed, take):
    """The library card that asks for the country of birth."""
    take({"library/library-card.html": CARD}, roots=[{"path": "/mnt/drive/library", "name": "library"}])
    return Point.objects.get(department__slug="library")


def required(duty, reason="The form is federal."):
    return Settling(decision=Decision.REQUIRED, reason=reason, obligation=duty, expires_on=UNTIL)


def test_the_law_answers_when_it_is_found(form, card):
    assert (form.phrase, card.phrase) == ("must", "no")
    told = form.law["answers"][0]
    assert told["obligations"][0]["law"] == "8 USC 1324a(b)"
    assert card.law["answers"][0]["determination"]["citations"]


def test_required_by_law_takes_two(form, duty, ira, corey):
    deciding.settle(form.pk, form.seq, required(duty), by=ira, at=AT)
    form.refresh_from_db()
    assert (form.decision, bool(form.proposed)) == (Decision.OPEN, True)
    deciding.confirm(form.pk, form.seq, by=corey, at=AT)
    form.refresh_from_db()
    assert (form.decision, form.decided_by, form.confirmed_by) == (Decision.REQUIRED, ira, corey)
    assert [event.kind for event in form.events.all()] == ["found", "proposed", "confirmed"]
    assert {event.event for event in AuditEvent.objects.all()} >= {
        "points:point:proposed",
        "points:point:confirmed",
    }


def test_nobody_confirms_their_own(form, duty, corey, casey):
    deciding.settle(form.pk, form.seq, required(duty), by=corey, at=AT)
    form.refresh_from_db()
    with pytest.raises(RefusedError, match="A second person"):
        deciding.confirm(form.pk, form.seq, by=corey, at=AT)
    deciding.confirm(form.pk, form.seq, by=casey, at=AT)
    with pytest.raises(RefusedError, match="answered it meanwhile"):
        deciding.confirm(form.pk, form.seq, by=casey, at=AT)


def test_the_database_keeps_the_two_apart(form, duty, corey):
    changed = {"decision": "required", "decided_by": corey, "confirmed_by": corey, "obligation": duty}
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=form.pk).update(**changed)


def test_declined_leaves_what_was_decided(form, duty, ira, corey):
    review = Settling(decision=Decision.REVIEW, reason="We look.", expires_on=UNTIL)
    deciding.settle(form.pk, form.seq, review, by=ira, at=AT)
    deciding.settle(form.pk, form.seq + 1, required(duty), by=ira, at=AT)
    deciding.decline(form.pk, form.seq + 2, reason="Applicants are not hired yet.", by=corey, at=AT)
    form.refresh_from_db()
    assert (form.decision, form.proposed) == (Decision.REVIEW, {})


def test_a_duty_that_was_withdrawn_meanwhile_confirms_nothing(form, duty, ira, corey):
    deciding.settle(form.pk, form.seq, required(duty), by=ira, at=AT)
    register.withdraw(duty, by=corey, at=AT, reason="repealed")
    with pytest.raises(RefusedError, match="rests on a duty"):
        deciding.confirm(form.pk, form.seq + 1, by=corey, at=AT)


def test_required_by_law_rests_on_a_duty_for_this_form(card, duty, ira):
    with pytest.raises(RefusedError, match="listed for another form or department"):
        deciding.settle(card.pk, card.seq, required(duty), by=ira, at=AT)
    with pytest.raises(RefusedError, match="rests on a duty that counsel has listed"):
        deciding.settle(card.pk, card.seq, required(None), by=ira, at=AT)


def test_nothing_is_called_permitted_that_the_law_forbids(card, ira):
    given = Settling(decision=Decision.PERMITTED, reason="Handy.", expires_on=UNTIL)
    with pytest.raises(RefusedError, match="does not permit it"):
        deciding.settle(card.pk, card.seq, given, by=ira, at=AT)
    card.refresh_from_db()
    assert (card.decision, card.events.count()) == (Decision.OPEN, 1)


def test_two_people_at_once(card, ira, corey):
    given = Settling(decision=Decision.REMOVE, reason="Goes.", expires_on=UNTIL)
    deciding.settle(card.pk, card.seq, given, by=ira, at=AT)
    with pytest.raises(RefusedError, match="was changed meanwhile"):
        deciding.settle(card.pk, card.seq, given, by=corey, at=AT)
    assert card.events.count() == 2


def test_only_a_sweep_proves_gone_what_a_sweep_found(card, ira, city):
    with pytest.raises(RefusedError, match="later sweep no longer finds it"):
        deciding.say_gone(card.pk, card.seq, reason="Thrown away.", by=ira, at=AT)
    paper = deciding.enter(
        Point(department=card.department, system="Paper card", information=["nationality"], verb="asks"),
        by=ira,
        at=AT,
    )
    deciding.say_gone(paper.pk, paper.seq, reason="Thrown away.", by=ira, at=AT)
    assert Point.objects.get(pk=paper.pk).gone_on == date(2026, 11, 23)


def test_another_department_decides_anew(card, form, ira):
    given = Settling(decision=Decision.REMOVE, reason="Goes.", expires_on=UNTIL)
    deciding.settle(card.pk, card.seq, given, by=ira, at=AT)
    deciding.assign(card.pk, card.seq + 1, department=form.department, service=None, by=ira, at=AT)
    card.refresh_from_db()
    assert (card.department, card.decision) == (form.department, Decision.OPEN)


def test_the_history_is_written_once(card):
    event = card.events.get()
    with pytest.raises(AppendOnlyError):
        event.delete()
    for statement in (
        "UPDATE points_pointevent SET reason = 'x'",
        "DELETE FROM points_pointevent",
        "DELETE FROM points_point",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_decision_that_ends_is_to_be_settled_again(card, ira, corey, django_capture_on_commit_callbacks):
    soon = Settling(decision=Decision.REMOVE, reason="Goes.", expires_on=date(2026, 12, 1), owner=ira)
    deciding.settle(card.pk, card.seq, soon, by=ira, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        reminding.remind(AT)
    assert [each.to for each in mail.outbox] == [["ira@example.org"]]
    assert "Library" not in mail.outbox[0].body
    assert Point.objects.get(pk=card.pk).decision == Decision.REMOVE
    reminding.remind(AT + timedelta(days=9))
    card.refresh_from_db()
    assert (card.decision, card.expires_on) == (Decision.OPEN, None)
    assert card.events.last().kind == "expired"
    reminding.remind(AT + timedelta(days=9))
    assert card.events.last().seq == 3


def test_a_changed_law_flags_what_was_decided(form, duty, ira, corey):
    deciding.settle(form.pk, form.seq, required(duty), by=ira, at=AT)
    deciding.confirm(form.pk, form.seq + 1, by=corey, at=AT)
    reminding.judge_again(AT + timedelta(days=1))
    form.refresh_from_db()
    assert (form.law_changed_on, form.events.count()) == (None, 3)
    register.withdraw(duty, by=corey, at=AT, reason="repealed")
    law_in_force.forget()
    reminding.judge_again(AT + timedelta(days=2))
    form.refresh_from_db()
    assert (form.phrase, form.law_changed_on) == ("no", date(2026, 11, 25))
    assert form.events.last().kind == "law_changed"

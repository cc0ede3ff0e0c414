from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.notices.models import Attestation, Notice, Reminder
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.reminding import remind, waiting
from scopeofduty.city.notices.room import cards
from scopeofduty.city.notices.tests.conftest import MONDAY, window

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def waits(town):
    User.objects.filter(username="sam").update(email="sam@riverbend.example")
    User.objects.filter(username="ria").update(email="ria@riverbend.example")
    return Notice.objects.get(contact=town.contact())


def reminded(capture, at):
    mail.outbox.clear()
    with capture(execute=True):
        remind(at)
    return [(each.to, each.subject, each.body) for each in mail.outbox]


def test_whoever_may_attest_is_reminded_every_day_until_it_is_over(
    town, waits, django_capture_on_commit_callbacks
):
    first = reminded(django_capture_on_commit_callbacks, window(6, 7))
    second = reminded(django_capture_on_commit_callbacks, window(7, 7))
    assert [to for to, _subject, _body in first] == [["sam@riverbend.example"]]
    assert [subject for _to, subject, _body in first] == ["Something waits for you / Algo le espera"]
    assert first == second
    town.complete(waits, window(7, 8))
    assert reminded(django_capture_on_commit_callbacks, window(8, 7)) == []
    assert Reminder.objects.count() == 2


def test_the_mail_says_nothing_of_the_contact_and_is_the_same_for_one_and_for_five(
    town, waits, django_capture_on_commit_callbacks
):
    one = reminded(django_capture_on_commit_callbacks, window(6, 7))
    for agency in ("fbi", "cbp", "dhs", "us_marshals"):
        town.contact(at=window(6, 9), agency=agency)
    assert reminded(django_capture_on_commit_callbacks, window(7, 7)) == one
    assert not any(character.isdigit() for _to, subject, body in one for character in subject + body)


def test_nobody_is_reminded_of_nothing(town, django_capture_on_commit_callbacks):
    assert reminded(django_capture_on_commit_callbacks, window(6, 7)) == []


def test_a_day_that_is_run_twice_is_one_reminder_in_the_book(town, waits, django_capture_on_commit_callbacks):
    for _turn in range(2):
        reminded(django_capture_on_commit_callbacks, window(6, 7))
    assert Reminder.objects.count() == 1


def test_who_left_is_not_written_to(town, waits, django_capture_on_commit_callbacks):
    Appointment.objects.filter(user__username="sam").update(ended_at=MONDAY)
    assert reminded(django_capture_on_commit_callbacks, window(6, 7)) == []


def test_what_is_published_or_presumed_waits_for_nobody(town, waits):
    assert waiting(window(6)) == [waits]
    assert waiting(waits.sealed_at + timedelta(days=31)) == []
    town.complete(waits, window(6, 10))
    publish(window(6))
    assert waiting(window(7)) == []


def test_a_form_sent_twice_is_one_word(town, waits):
    from scopeofduty.city.notices.deciding import attest

    sam, sol = town.people["sam"], town.people["sol"]
    attest(waits, "goes_on", by=sam, at=window(6, 8))
    attest(waits, "goes_on", by=sam, at=window(6, 8) + timedelta(seconds=2))
    assert Attestation.objects.count() == 1
    attest(waits, "goes_on", by=sol, at=window(6, 8) + timedelta(seconds=3))
    attest(waits, "goes_on", by=sol, at=window(7, 8))
    attest(waits, "complete", by=sol, at=window(7, 8) + timedelta(seconds=2))
    assert Attestation.objects.count() == 4


class TestCards:
    def test_each_counts_what_waits_for_that_person(self, town, waits):
        town.delay(waits, window(6, 9), confirmed=False)
        at = window(6, 10)
        counts = {name: [card.waiting for card in cards(user, at)] for name, user in town.people.items()}
        # Sam asked for the delay, so it waits for Sol alone; the reading waits for Ria.
        assert counts == {"dana": [], "sam": [1], "sol": [2], "ria": [1]}

    @pytest.mark.parametrize("role", sorted(set(Role) - GRANTS[Permission.NOTICE_READ]))
    def test_the_wrong_role_has_none(self, town, waits, role):
        user = User.objects.create_user(f"a-{role}")
        Appointment.objects.create(user=user, role=role, given_at=MONDAY)
        assert list(cards(user, MONDAY)) == []

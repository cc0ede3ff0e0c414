"""The clock's page and its card: what is due, what failed; and nothing for whoever may not see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.clock import port
from scopeofduty.city.clock.models import Job
from scopeofduty.city.clock.room import cards
from scopeofduty.city.notices.tests.conftest import MONDAY, Town

pytestmark = pytest.mark.django_db(databases=["default", "public"])
MAY = GRANTS[Permission.CLOCK_READ]


@pytest.fixture
def person(db):
    Town()

    def made(role):
        user = User.objects.create_user(f"a-{role}")
        Appointment.objects.create(user=user, role=role, given_at=MONDAY)
        return user

    with port.use(port.FrozenClock(MONDAY)):
        yield made


def test_the_page_shows_what_is_due_what_failed_and_what_comes(client, person):
    client.force_login(person(Role.ADMINISTRATOR))
    Job.objects.create(name="notices.remind", window=MONDAY, claimed_at=MONDAY, error="ValueError")
    text = client.get("/clock/").content.decode()
    assert "These jobs failed" in text
    assert "ValueError" in text
    assert "Due now and not done" in text
    assert "2026-01-05 09:00" in text, "the next window, on the city's own clock"
    assert "Nothing yet." in text


def test_once_all_is_done_it_says_what_was_done(client, person):
    from scopeofduty.city.clock.due import run_due

    list(run_due(MONDAY))
    client.force_login(person(Role.ADMINISTRATOR))
    text = client.get("/clock/").content.decode()
    assert "Due now" not in text
    assert "notices.publish" in text.partition("Done lately")[2]


def test_it_speaks_spanish(client, person):
    client.force_login(person(Role.ADMINISTRATOR))
    assert "Próxima" in client.get("/es/clock/").content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - MAY))
def test_the_wrong_role_sees_nothing(client, person, role):
    user = person(role)
    client.force_login(user)
    answer = client.get("/clock/")
    assert answer.status_code == 403
    assert "notices.publish" not in answer.content.decode()
    assert list(cards(user, MONDAY)) == []


@pytest.mark.parametrize("role", sorted(MAY))
def test_the_card_counts_the_jobs_that_failed(person, role):
    user = person(role)
    Job.objects.create(name="a.b", window=MONDAY, claimed_at=MONDAY, error="ValueError")
    Job.objects.create(name="a.b", window=MONDAY + timedelta(days=1), claimed_at=MONDAY, done_at=MONDAY)
    (card,) = cards(user, MONDAY)
    assert (card.waiting, card.address) == (1, "/clock/")


def test_nobody_sees_nothing(client, db):
    assert client.get("/clock/").status_code == 302

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from scopeofduty.city.accounts import one_time_links
from scopeofduty.city.accounts.audit import Event
from scopeofduty.city.accounts.models import AuditEvent, OneTimeLink
from scopeofduty.city.clock.port import FrozenClock, use

PURPOSE = OneTimeLink.Purpose.PASSWORD


def test_the_token_is_kept_nowhere(otis, at):
    token = one_time_links.make(PURPOSE, at=at, user=otis)
    row = OneTimeLink.objects.get()
    assert token not in str(vars(row))
    assert one_time_links.find(token, PURPOSE, at=at) == row


def test_it_works_once_and_for_a_day(otis, at):
    token = one_time_links.make(PURPOSE, at=at, user=otis)
    link = one_time_links.find(token, PURPOSE, at=at + timedelta(hours=23, minutes=59))
    assert one_time_links.find(token, PURPOSE, at=at + timedelta(hours=24)) is None
    assert one_time_links.use(link, at=at)
    assert not one_time_links.use(link, at=at)
    assert one_time_links.find(token, PURPOSE, at=at) is None


def test_a_new_link_ends_the_earlier_one(otis, make, at):
    first = one_time_links.make(PURPOSE, at=at, user=otis)
    other = one_time_links.make(PURPOSE, at=at, user=make("olive"))
    second = one_time_links.make(PURPOSE, at=at, user=otis)
    assert one_time_links.find(first, PURPOSE, at=at) is None
    assert one_time_links.find(second, PURPOSE, at=at)
    assert one_time_links.find(other, PURPOSE, at=at)


def test_a_link_opens_only_what_it_is_for(otis, at):
    token = one_time_links.make(PURPOSE, at=at, user=otis)
    assert one_time_links.find(token, OneTimeLink.Purpose.SET_UP, at=at) is None


@pytest.fixture
def link(otis, at):
    with use(FrozenClock(at)):
        yield f"/staff/password/{one_time_links.make(PURPOSE, at=at, user=otis)}/"


def test_a_password_is_chosen_behind_it(link, otis, client):
    assert "otis" in client.get(link).content.decode()
    chosen = client.post(link, {"password": "slow green river", "again": "slow green river"})
    assert chosen.status_code == 302
    otis.refresh_from_db()
    assert otis.check_password("slow green river")
    assert AuditEvent.objects.get().event == Event.PASSWORD_CHOSEN
    assert client.get("/staff/").status_code == 200
    again = client.get(link)
    assert again.status_code == 404
    assert "This link has ended" in again.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "slow green river", "again": "slow green rivers"}, "The two passwords differ"),
        ({"password": "qwerty123456", "again": "qwerty123456"}, "too common"),
        ({}, "This field is required"),
    ],
)
def test_a_bad_password_is_explained_and_the_link_stays(link, given, said, client):
    assert said in client.post(link, given).content.decode()
    assert client.get(link).status_code == 200


def test_a_link_of_a_closed_account_opens_nothing(link, otis, client):
    otis.is_active = False
    otis.save()
    assert client.get(link).status_code == 404


def test_a_link_does_not_skip_the_second_factor(link, otis, client):
    Authenticator.objects.create(user=otis, type=Authenticator.Type.TOTP, data={})
    chosen = client.post(link, {"password": "slow green river", "again": "slow green river"})
    assert chosen["Location"] == "/account/2fa/authenticate/"
    assert client.get("/staff/")["Location"].startswith("/account/login/")

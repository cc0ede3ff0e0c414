import pytest

from scopeofduty.city.accounts.audit import Event
from scopeofduty.city.accounts.models import AuditEvent, User
from scopeofduty.city.accounts.roles import GRANTS, Role


@pytest.fixture
def ira_in(client, ira):
    client.force_login(ira)
    return client


NEW = {"first_name": "Libby", "last_name": "Library", "username": "libby", "reason": "starts on Monday"}


def test_an_account_is_made_with_a_role_and_a_link_shown_once(ira_in):
    page = ira_in.post("/staff/people/new/", {**NEW, "role": Role.EMPLOYEE}).content.decode()
    libby = User.objects.get(username="libby")
    assert not libby.has_usable_password()
    assert libby.roles() == {Role.EMPLOYEE}
    assert "/staff/password/" in page
    assert {event.event for event in AuditEvent.objects.all()} == {
        Event.ACCOUNT_MADE,
        Event.APPOINTMENT_GIVEN,
        Event.LINK_MADE,
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": ""}, "Give a user name."),
        ({"username": "IRA"}, "Somebody has this user name already."),
        ({"username": "li bby"}, "Enter a valid username"),
        ({"reason": ""}, "Say why, in one sentence"),
        ({"role": "emperor"}, "emperor is not one of the available choices"),
        ({"department": "999"}, "not one of the available choices"),
        ({"first_name": ""}, "This field is required"),
    ],
)
def test_a_bad_new_account_is_explained_and_nothing_is_kept(changed, said, ira_in):
    page = ira_in.post("/staff/people/new/", {**NEW, **changed}).content.decode()
    assert said in page
    assert 'role="alert"' in page
    assert User.objects.count() == 1


def act(client, person, **given):
    return client.post(f"/staff/people/{person.pk}/", given)


def test_a_role_is_given_and_ended_with_a_reason(ira_in, otis):
    assert act(ira_in, otis, act="appoint", role="supervisor", reason="nights").status_code == 302
    given = otis.appointments.get(role="supervisor")
    assert act(ira_in, otis, act="end", appointment=given.pk, reason="days").status_code == 302
    page = ira_in.get(f"/staff/people/{otis.pk}/").content.decode()
    assert "Roles before" in page
    assert "days" in page


def test_refusals_are_shown_on_the_page(ira_in, ira, otis, make):
    page = act(ira_in, ira, act="appoint", role="counsel", reason="handy")
    assert page.status_code == 400
    assert "Nobody gives a role to themselves" in page.content.decode()
    last = act(ira_in, ira, act="end", appointment=ira.appointments.get().pk, reason="tired")
    assert "last administrator" in last.content.decode()
    others = act(ira_in, otis, act="end", appointment=ira.appointments.get().pk, reason="?")
    assert "no such appointment" in others.content.decode()
    for number in ("", "x", "²"):
        assert (
            "no such appointment"
            in act(ira_in, otis, act="end", appointment=number, reason="?").content.decode()
        )
    assert "Nobody closes their own" in act(ira_in, ira, act="close", reason="?").content.decode()
    assert "This is your own account" in act(ira_in, ira, act="link", reason="?").content.decode()
    assert "Nobody removes their own" in act(ira_in, ira, act="factor", reason="?").content.decode()
    assert act(ira_in, otis, act="explode", reason="?").status_code == 400


@pytest.mark.parametrize("what", ["appoint", "end", "link", "factor", "close", "reopen"])
def test_no_act_without_a_reason(what, ira_in, otis):
    page = act(ira_in, otis, act=what, role="clerk", appointment=otis.appointments.get().pk)
    assert page.status_code == 400
    assert "Say why, in one sentence" in page.content.decode()
    assert not AuditEvent.objects.exists()


def test_closing_an_account_ends_its_sessions(ira_in, otis, django_user_model):
    from django.test import Client

    theirs = Client()
    theirs.force_login(otis)
    assert theirs.get("/staff/").status_code == 200
    act(ira_in, otis, act="close", reason="left")
    assert theirs.get("/staff/").status_code == 302
    act(ira_in, otis, act="reopen", reason="came back")
    assert theirs.get("/staff/").status_code == 302


def test_may_i_says_by_which_role_and_whom_to_ask(client, otis, make):
    make("corey", Role.COUNSEL, last_name="Counsel")
    client.force_login(otis)
    page = client.get("/staff/may-i/").content.decode()
    assert "Police officer since March 2, 2026" in page
    assert "Corey Counsel" in page
    assert page.count('data-tone="may"') == sum(Role.OFFICER in roles for roles in GRANTS.values())


def test_the_room_shows_only_what_the_person_may_do(client, otis, ira):
    client.force_login(otis)
    assert "People and roles" not in client.get("/staff/").content.decode()
    client.force_login(ira)
    assert "People and roles" in client.get("/staff/").content.decode()

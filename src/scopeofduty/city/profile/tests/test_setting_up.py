from datetime import UTC, datetime, timedelta

import pytest

from scopeofduty.city.accounts import one_time_links
from scopeofduty.city.accounts.models import AuditEvent, OneTimeLink, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock.port import FrozenClock, use
from scopeofduty.city.profile.models import City, Department, Service
from scopeofduty.city.profile.setting_up import is_set_up

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
GIVEN = {
    "name": "Elmwood",
    "zone": "America/Denver",
    "counsel_name": "City attorney's office",
    "counsel_phone": "555-0101",
    "shift_hours": "8",
    "packs": ["lawrence"],
    "departments": ["police", "library"],
    "first_name": "Ada",
    "last_name": "Admin",
    "username": "ada",
    "password": "four quiet words here",
    "again": "four quiet words here",
}


@pytest.fixture
def link():
    with use(FrozenClock(AT)):
        yield f"/city/set-up/{one_time_links.make(OneTimeLink.Purpose.SET_UP, at=AT)}/"


def test_the_city_is_set_up_on_one_page(link, client, settings):
    settings.MULTI_FACTOR_FOR_ALL = True
    assert "Set up your city" in client.get(link).content.decode()
    assert client.post(link, GIVEN).status_code == 302
    city = City.objects.get()
    assert (city.name, city.zone, city.counsel_phone, city.packs) == (
        "Elmwood",
        "America/Denver",
        "555-0101",
        ["lawrence"],
    )
    assert [department.slug for department in Department.objects.all()] == ["police", "library"]
    assert Service.objects.filter(department__slug="library").exists()
    ada = User.objects.get()
    assert ada.roles() == {Role.ADMINISTRATOR}
    assert client.get("/staff/")["Location"] == "/account/2fa/"
    assert {event.actor for event in AuditEvent.objects.all()} == {ada, None}
    assert is_set_up()


def test_it_works_once_and_for_a_day(link, client):
    with use(FrozenClock(AT + timedelta(hours=24))):
        assert client.get(link).status_code == 404
    client.post(link, GIVEN)
    assert client.get(link).status_code == 404
    assert client.post(link, {**GIVEN, "username": "eve"}).status_code == 404
    assert User.objects.count() == 1


def test_another_link_is_no_way_in_once_the_city_is_set_up(link, client):
    client.post(link, GIVEN)
    client.logout()
    second = f"/city/set-up/{one_time_links.make(OneTimeLink.Purpose.SET_UP, at=AT)}/"
    assert client.get(second).status_code == 404


def test_a_guessed_link_opens_nothing(client):
    page = client.get("/city/set-up/guess/")
    assert page.status_code == 404
    assert "duty serve --new-link" in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Give the city&#x27;s name."),
        ({"counsel_phone": ""}, "Give a number"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus is not one of the available choices"),
        ({"packs": ["nowhere"]}, "nowhere is not one of the available choices"),
        ({"packs": ["riverbend"]}, "riverbend is not one of the available choices"),
        ({"shift_hours": "25"}, "A shift is between 1 and 24 hours long, and 25 came."),
        ({"departments": ["moon"]}, "moon is not one of the available choices"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"again": "four quiet words"}, "The two passwords differ"),
        ({"password": "ada", "again": "ada"}, "at least 12 characters"),
        ({"password": "Elmwood ada", "username": "elmwood ada"}, "Enter a valid username"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(changed, said, link, client):
    page = client.post(link, {**GIVEN, **changed}).content.decode()
    assert said in page
    assert not City.objects.exists()
    assert not User.objects.exists()
    assert not Department.objects.exists()
    assert client.get(link).status_code == 200


def test_the_city_is_changed_later_and_the_trail_says_what(link, client):
    client.post(link, GIVEN)
    changed = {**GIVEN, "name": "Elmwood Falls", "reporting_contact": ""}
    assert client.post("/city/", changed).status_code == 302
    assert City.objects.get().name == "Elmwood Falls"
    assert AuditEvent.objects.first().subject == "Elmwood Falls: name"


def test_departments_and_forms_are_added_and_renamed(link, client):
    client.post(link, GIVEN)
    client.post("/city/departments/new/", {"name": "Library", "name_es": "", "actor": "library"})
    added = Department.objects.get(slug="library-2")
    client.post("/city/services/new/", {"department": added.pk, "name": "Study room", "name_es": "Sala"})
    service = Service.objects.get(slug="study-room")
    client.post(
        f"/city/services/{service.pk}/", {"department": added.pk, "name": "Quiet room", "name_es": "Sala"}
    )
    service.refresh_from_db()
    assert (service.slug, service.name) == ("study-room", "Quiet room")
    wrong = client.post("/city/departments/new/", {"name": "", "actor": "wizard"}).content.decode()
    assert "wizard is not one of the available choices" in wrong

from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.clock import port
from scopeofduty.city.notices.models import Attestation, Delay, Notice, Reading
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import MONDAY, window

pytestmark = pytest.mark.django_db(databases=["default", "public"])
NOW = MONDAY + timedelta(hours=2)


@pytest.fixture
def notice(town):
    town.contact(targeted_count=9, minutes_on_scene=6)
    with port.use(port.FrozenClock(NOW)):
        yield Notice.objects.get()


def act(client, notice, **posted):
    return client.post(f"/sealed/{notice.contact_id}/", posted)


def test_a_supervisor_says_that_it_is_over(client, town, notice):
    client.force_login(town.people["sam"])
    assert act(client, notice, do="attest", says="complete").status_code == 302
    said = Attestation.objects.get()
    assert (said.says, said.by, said.at) == ("complete", town.people["sam"], NOW)
    publish(window(5))
    notice.refresh_from_db()
    assert notice.public_id == "2026/001"
    assert "2026/001" in client.get(f"/sealed/{notice.contact_id}/").content.decode()


def test_a_records_officer_reads_it_once(client, town, notice):
    client.force_login(town.people["ria"])
    act(client, notice, do="read", withheld=["minutes"])
    assert Reading.objects.get().withheld == ["minutes"]
    page = client.post(f"/sealed/{notice.contact_id}/", {"do": "read"}, follow=True).content.decode()
    assert "It was read already." in page
    assert Reading.objects.count() == 1


def test_a_delay_needs_two_different_people(client, town, notice):
    client.force_login(town.people["sam"])
    act(client, notice, do="delay", reason="operation", days="5")
    delay = Delay.objects.get()
    page = client.post(f"/sealed/{notice.contact_id}/", {"do": "confirm", "delay": delay.pk}, follow=True)
    assert "A second person must confirm it" in page.content.decode()
    delay.refresh_from_db()
    assert delay.confirmed_at is None
    client.force_login(town.people["sol"])
    act(client, notice, do="confirm", delay=delay.pk)
    delay.refresh_from_db()
    assert (delay.confirmed_by, delay.confirmed_at) == (town.people["sol"], NOW)
    act(client, notice, do="lift", delay=delay.pk)
    delay.refresh_from_db()
    assert delay.lifted_at == NOW


@pytest.mark.parametrize(
    ("who", "posted", "says"),
    [
        ("sam", {"do": "attest"}, "Choose what you know."),
        ("sam", {"do": "attest", "says": "perhaps"}, "Choose one of these."),
        ("sam", {"do": "delay", "reason": "operation", "days": "31"}, "30 days at most"),
        ("sam", {"do": "delay", "reason": "operation", "days": "0"}, "one day at least"),
        ("sam", {"do": "delay", "reason": "operation", "days": "some"}, "whole number of days"),
        ("sam", {"do": "delay", "reason": "because", "days": "3"}, "Choose one of these."),
        ("sam", {"do": "delay", "days": "3"}, "A delay needs its reason."),
        ("ria", {"do": "read", "withheld": ["agency"]}, "can&#x27;t be kept back"),
    ],
)
def test_a_bad_form_says_what_to_mend(client, town, notice, who, posted, says):
    client.force_login(town.people[who])
    answer = client.post(f"/sealed/{notice.contact_id}/", posted)
    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "posted", "status"),
    [
        ("ria", {"do": "attest", "says": "complete"}, 403),
        ("ria", {"do": "delay", "reason": "operation", "days": "3"}, 403),
        ("sam", {"do": "read"}, 403),
        ("sam", {"do": "publish now"}, 404),
        ("sam", {"do": "confirm", "delay": "77"}, 404),
        ("sam", {"do": "confirm", "delay": "²"}, 404),
        ("sam", {}, 404),
    ],
)
def test_what_somebody_may_not_do_changes_nothing(client, town, notice, who, posted, status):
    client.force_login(town.people[who])
    assert act(client, notice, **posted).status_code == status
    assert not Attestation.objects.exists()
    assert not Reading.objects.exists()
    assert not Delay.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - GRANTS[Permission.NOTICE_READ]))
def test_the_wrong_role_sees_nothing(client, notice, role):
    user = User.objects.create_user(f"a-{role}")
    Appointment.objects.create(user=user, role=role, given_at=MONDAY)
    client.force_login(user)
    for address in ("/sealed/", f"/sealed/{notice.contact_id}/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "8(a)" not in answer.content.decode()


def test_nobody_sees_nothing(client, notice):
    assert client.get("/sealed/").status_code == 302


def test_both_pages_speak_spanish(client, town, notice):
    client.force_login(town.people["sam"])
    assert "Avisos sellados" in client.get("/es/sealed/").content.decode()
    assert "Lo que leerá el público" in client.get(f"/es/sealed/{notice.contact_id}/").content.decode()

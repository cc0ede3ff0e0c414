import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache

from scopeofduty.city.accounts.audit import Event
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.multi_factor import SecondFactors, has_factor

PASSWORD = "four quiet words here"


@pytest.fixture(autouse=True)
def _nobody_tried_yet():
    cache.clear()


@pytest.fixture
def real(settings):
    settings.MULTI_FACTOR_FOR_ALL = True


def log_in(client, username, password=PASSWORD):
    return client.post("/account/login/", {"login": username, "password": password})


def code_of(secret):
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="key">(\w+)<', page)[1]
    return page, secret, client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})


def test_without_a_second_factor_only_public_pages_and_the_set_up_open(client, ira, real):
    assert log_in(client, "ira").status_code == 302
    for closed in ("/staff/", "/staff/people/", "/es/staff/", "/account/password/change/"):
        assert client.get(closed)["Location"].endswith("/account/2fa/")
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/desk/").status_code == 200
    assert client.get("/account/logout/").status_code == 200


def test_an_authenticator_app_is_set_up_and_asked_for(client, ira, real, django_capture_on_commit_callbacks):
    log_in(client, "ira")
    with django_capture_on_commit_callbacks(execute=True):
        page, _secret, done = set_up_app(client)
    assert "<svg" in page
    assert "data:" not in page
    assert done["Location"] == "/account/2fa/recovery-codes/"
    codes = re.findall(r"<li><code>([\w-]+)</code>", client.get(done["Location"]).content.decode())
    assert len(codes) == 10
    assert client.get("/staff/").status_code == 200
    assert {event.event for event in AuditEvent.objects.all()} == {Event.FACTOR_ADDED}

    client.logout()
    assert log_in(client, "ira")["Location"] == "/account/2fa/authenticate/"
    assert client.get("/staff/")["Location"].startswith("/account/login/")
    assert (
        "Incorrect code" in client.post("/account/2fa/authenticate/", {"code": "nonsense"}).content.decode()
    )
    assert client.post("/account/2fa/authenticate/", {"code": codes[0]})["Location"] == "/staff/"
    client.logout()
    log_in(client, "ira")
    reused = client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert "Incorrect code" in reused.content.decode()


def test_a_wrong_code_sets_up_nothing(client, ira, real):
    log_in(client, "ira")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    page = client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "Incorrect code" in page
    assert not has_factor(ira)


def test_recovery_codes_alone_are_no_second_factor(client, ira, real):
    Authenticator.objects.create(user=ira, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_factor(ira)


def test_secrets_lie_encrypted_under_the_city_key(client, ira, settings):
    client.force_login(ira)
    _page, secret, _done = set_up_app(client)
    kept = Authenticator.objects.get(type="totp").data
    assert secret not in str(kept)
    sealed = SecondFactors().encrypt(generate_totp_secret())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert SecondFactors().decrypt(sealed)


def test_an_administrator_removes_a_lost_factor(client, ira, otis, at):
    Authenticator.objects.create(user=otis, type="totp", data={})
    client.force_login(ira)
    client.post(f"/staff/people/{otis.pk}/", {"act": "factor", "reason": "lost phone, seen in person"})
    assert not has_factor(otis)
    assert AuditEvent.objects.get().event == Event.FACTOR_TAKEN


def test_too_many_wrong_passwords_wait(client, ira):
    for _try in range(5):
        assert "not correct" in log_in(client, "ira", "wrong").content.decode()
    page = log_in(client, "ira", PASSWORD)
    assert "Too many failed login attempts" in page.content.decode()
    assert client.get("/staff/").status_code == 302


def test_a_flood_of_log_ins_is_answered_with_our_own_page(client, ira, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _try in range(2):
        assert client.post("/account/login/", {"login": "a", "password": "b"}).status_code == 200
    flooded = client.post("/account/login/", {"login": "a", "password": "b"})
    assert flooded.status_code == 429
    assert "Too many tries" in flooded.content.decode()


def test_a_closed_account_is_told_so(client, make):
    make("gone", is_active=False)
    response = log_in(client, "gone")
    assert response["Location"] == "/account/inactive/"
    assert "This account is closed" in client.get("/account/inactive/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "password/set/", "password/reset/done/", "3rdparty/", "social/"],
)
def test_what_a_city_does_not_use_is_not_there(path, client, ira):
    for _visitor in ("nobody", client.force_login(ira)):
        assert client.get(f"/account/{path}").status_code == 404
        assert client.post(f"/account/{path}").status_code == 404


def test_a_forgotten_password_has_a_way_out(client, db):
    assert "one-time link" in client.get("/account/forgotten/").content.decode()


def test_a_form_without_its_token_is_explained(ira):
    from django.test import Client

    refused = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "ira", "password": PASSWORD})
    assert refused.status_code == 403
    assert "The form was too old" in refused.content.decode()


def test_logging_in_goes_to_the_room_and_only_within_the_city(client, ira):
    given = {"login": "ira", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/account/login/", given)["Location"] == "/staff/"

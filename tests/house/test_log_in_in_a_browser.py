"""A first administrator's first day in a real Chromium: set-up, authenticator app, recovery code, passkey."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.house.starting import running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
]
PASSWORD = "four quiet words here"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


def send(page):
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def log_in(page, address):
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", "ada")
    page.fill("#id_password", PASSWORD)
    send(page)


def open_anew(page, address):
    """Open a page that asks for the password once more."""
    page.goto(address)
    if page.locator("#id_code").count():
        page.goto(page.url.replace("/2fa/reauthenticate/", "/reauthenticate/"))
    if page.locator("#id_password").count():
        page.fill("#id_password", PASSWORD)
        send(page)


def test_from_the_set_up_link_to_a_passkey(page, tmp_path):
    with running("serve", "--host", "localhost", "--port", 0, "--data", tmp_path / "city") as (_lines, told):
        link = re.search(r"http://\S+/city/set-up/\S+/", told)[0]
        address = link.split("/city/")[0]
        page.goto(link)
        given = {"city_name": "Elmwood", "city_counsel_phone": "555-0101", "person_username": "ada"}
        given |= {"person_first_name": "Ada", "person_last_name": "Admin"}
        given |= {"person_password": PASSWORD, "person_again": PASSWORD}
        for field, value in given.items():
            page.fill(f"#{field}", value)
        send(page)
        assert page.url == f"{address}/account/2fa/"
        page.goto(f"{address}/staff/people/")
        assert page.url == f"{address}/account/2fa/"

        open_anew(page, f"{address}/account/2fa/totp/activate/")
        assert page.locator(".qr svg path").bounding_box()["width"] > 100
        secret = page.locator("code.key").text_content()
        page.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        send(page)
        codes = page.locator("ul.codes code").all_text_contents()
        assert len(codes) == 10
        page.goto(f"{address}/staff/people/")
        assert page.url == f"{address}/staff/people/"

        page.context.clear_cookies()
        log_in(page, address)
        assert page.url.startswith(f"{address}/account/2fa/authenticate/")
        page.fill("#id_code", codes[0])
        send(page)
        assert page.url == f"{address}/staff/"

        debugger = page.context.new_cdp_session(page)
        debugger.send("WebAuthn.enable")
        debugger.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        open_anew(page, f"{address}/account/2fa/webauthn/add/")
        page.fill("#id_name", "laptop")
        page.check("#id_passwordless")
        page.click("#mfa_webauthn_add")
        page.wait_for_url(f"{address}/account/2fa/")
        page.context.clear_cookies()
        page.goto(f"{address}/account/login/")
        page.click("#passkey_login")
        page.wait_for_url(f"{address}/staff/")
        page.goto("about:blank")
    assert page.complaints == []

"""The whole site, view by view: who may open it, and that nobody else sees anything.

A view without an access mark, or an address whose parts this file doesn't know, fails: whoever adds one says
here what to visit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from tests.house.languages import left_in_english

import scopeofduty
from scopeofduty.city.accounts.access import BEFORE_FACTOR, PUBLIC, SIGNED_IN
from scopeofduty.city.accounts.roles import Permission, Role
from scopeofduty.city.demo.cast import CAST, PASSWORD

pytestmark = pytest.mark.django_db(databases="__all__")


@dataclass(frozen=True)
class Visit:
    """One address of the site: what leads to it, and the view behind."""

    route: str
    name: str
    view: object

    @property
    def access(self):
        return getattr(self.view, "access", None)


def walk(patterns, route="", space=""):
    for pattern in patterns:
        part = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Visit(part, f"{space}{pattern.name}", pattern.callback)
        elif isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, part, inner)


VISITS = sorted(walk(get_resolver().url_patterns), key=lambda visit: visit.route)
CLOSED = [visit for visit in VISITS if visit.access not in (PUBLIC, None)]
OPEN = [visit for visit in VISITS if visit.access == PUBLIC]

# What stands in an address for a part of it: something that is there once the demo is seeded.
PARTS = {
    "sha256": "0" * 64,
    "draft": "notice-within-48-hours",
    "reference": "r1",
    "token": "no-such-token",
    "key": "no-such-key",
    "uidb36": "1",
    "department": "library",
    "service": "library-card",
    "suffix": "json",
    "tick": "1",
    "slot": "1",
    "day": "2031-01-01",
    "path": "slots/checkpoint",
    "name": "riverbend",
    "case": "0" * 32,
    "file": "0" * 32,
    "slug": "is-a-detainer-a-warrant",
}
KINDS = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "str": "x",
    "path": "x",
    "slug": "x",
    "": "x",
}


def address(visit: Visit) -> str:
    """Return an address that leads to the view."""

    def part(found):
        kind, _, name = found.group(1).rpartition(":")
        return KINDS[kind] if kind in ("int", "uuid") else PARTS.get(name, KINDS[kind])

    route = re.sub(r"<([^>]+)>", part, re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", visit.route))
    return "/" + route.replace("^", "").replace("$", "").replace("\\", "")


def person(username):
    from scopeofduty.city.accounts.models import User

    return User.objects.get(username=username)


def may_open(visit, roles):
    if visit.access in (SIGNED_IN, BEFORE_FACTOR):
        return True
    from scopeofduty.city.accounts.roles import GRANTS

    return any(not GRANTS[permission].isdisjoint(roles) for permission in visit.access)


def shows_nothing(response):
    """A refusal shows its own page or a way to log in; what the page holds is in neither."""
    if response.status_code == 302:
        return "/account/login/" in response["Location"] or "/2fa/" in response["Location"]
    text = response.content.decode()
    return response.status_code in (403, 404, 405) and (
        "Not for your role" in text or "Nothing is at this address" in text or not text
    )


def test_every_view_says_who_may_open_it():
    unmarked = [visit.route for visit in VISITS if visit.access is None]
    assert not unmarked, f"mark these with open_to_all, signed_in or requires(…): {unmarked}"


def test_every_mark_is_one_of_the_four():
    for visit in VISITS:
        known = visit.access in (PUBLIC, SIGNED_IN, BEFORE_FACTOR)
        assert known or (visit.access and set(visit.access) <= set(Permission)), visit.route


def test_allauth_brings_no_door_that_our_table_does_not_name():
    from allauth.urls import urlpatterns

    from scopeofduty.city.accounts.log_in import TABLE

    theirs = {visit.name for visit in walk(urlpatterns)}
    ours = {name for _address, _view, name, _mark in TABLE}
    assert theirs == ours


def test_the_site_has_views_of_every_kind():
    assert len(CLOSED) > 20
    assert len(OPEN) > 10


@pytest.mark.parametrize("visit", CLOSED, ids=lambda visit: visit.route)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_nothing(visit, method, client, riverbend):
    assert shows_nothing(getattr(client, method)(address(visit))), address(visit)


@pytest.mark.parametrize("visit", CLOSED, ids=lambda visit: visit.route)
def test_the_wrong_role_sees_nothing(visit, client, riverbend):
    for role in Role:
        member = next((member for member in CAST if member.roles == (role,)), None)
        if member is None or may_open(visit, {role}):
            continue
        client.force_login(person(member.username))
        for method in (client.get, client.post):
            response = method(address(visit))
            assert response.status_code in (403, 405), (role, address(visit))
            assert shows_nothing(response), (role, address(visit))


@pytest.mark.parametrize("visit", CLOSED, ids=lambda visit: visit.route)
def test_a_closed_account_sees_nothing(visit, client, riverbend):
    for member in CAST:
        if not may_open(visit, set(member.roles)):
            continue
        user = person(member.username)
        client.force_login(user)
        user.is_active = False
        user.save()
        assert shows_nothing(client.get(address(visit))), address(visit)
        assert shows_nothing(client.post(address(visit))), address(visit)
        return


@pytest.mark.parametrize("visit", CLOSED, ids=lambda visit: visit.route)
def test_a_right_role_is_let_in(visit, client, riverbend):
    refused = []
    for member in CAST:
        if not may_open(visit, set(member.roles)):
            continue
        client.force_login(person(member.username))
        response = client.get(address(visit))
        # 403 can stand for one role here: a view may also look at whose contact or petition it is.
        if response.status_code in (200, 302, 400, 404, 405):
            return
        refused.append((member.username, response.status_code))
    raise AssertionError((address(visit), refused))


@pytest.mark.parametrize("visit", CLOSED, ids=lambda visit: visit.route)
def test_nobody_without_a_second_factor_goes_on(visit, client, riverbend, settings):
    settings.MULTI_FACTOR_FOR_ALL = True
    member = next(member for member in CAST if may_open(visit, set(member.roles)))
    client.force_login(person(member.username))
    response = client.get(address(visit))
    sent_away = response.status_code == 302 and response["Location"] == "/account/2fa/"
    if response.status_code == 405:
        response = client.post(address(visit))
        sent_away = response.status_code == 302 and response["Location"] == "/account/2fa/"
    assert sent_away == (visit.access != BEFORE_FACTOR), address(visit)


@pytest.mark.parametrize("visit", OPEN, ids=lambda visit: visit.route)
def test_public_pages_stay_readable_without_a_second_factor(visit, client, riverbend, settings):
    anybody = client.get(address(visit))
    settings.MULTI_FACTOR_FOR_ALL = True
    client.force_login(person("officer"))
    somebody = client.get(address(visit))
    assert somebody.headers.get("Location") != "/account/2fa/"
    if anybody.status_code == 200 and not visit.route.startswith("account/"):
        assert somebody.status_code == 200


INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))|<style\b|\son\w+\s*=|\sstyle\s*=|javascript:|src=\"data:",
    re.IGNORECASE,
)


def check_headers(response, where):
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert response.headers["X-Content-Type-Options"] == "nosniff", where
    # Never told to another site; a browser would spoil our own forms' Origin if it were told to nobody.
    assert response.headers["Referrer-Policy"] in ("no-referrer", "same-origin"), where
    assert response.headers["X-Frame-Options"] == "DENY", where
    if response.headers.get("Content-Type", "").startswith("text/html"):
        tags = re.sub(r">[^<]*<", "><", response.content.decode())
        found = INLINE.search(tags)
        assert not found, (where, tags[max(0, found.start() - 60) : found.end() + 60])


LAWS = Path(scopeofduty.__file__).parent / "laws"
PACK_FILES = (".duty", ".json", ".md")
ASIDE = re.compile(r"[(),:;·\d]+")  # what stands between two things that were written apart


@pytest.fixture(scope="module")
def written(riverbend, django_db_blocker):
    """What people of the demo wrote, and the laws: a staff page shows it in the words of whoever wrote."""
    with django_db_blocker.unblock():
        rows = (row for model in apps.get_models() for row in model.objects.values_list())
        laws = [file.read_text(encoding="utf-8") for file in LAWS.glob("*/*") if file.suffix in PACK_FILES]
        return "\n".join([*(text for row in rows for value in row for text in spoken(value)), *laws])


def spoken(value):
    """Yield each text in a value of a row, on one line, as a page shows it."""
    if isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from spoken(each)
    elif isinstance(value, str):
        yield " ".join(value.split())


def check_spanish(visit, english, spanish, written):
    """A public page marks what is only there in English; a staff page may show what somebody wrote."""
    pages = (english, spanish)
    if not all(page.content and page.headers["Content-Type"].startswith("text/html") for page in pages):
        return
    left = left_in_english(english.content, spanish.content)
    if visit.access != PUBLIC:
        left = [text for text in left if not all(part.strip() in written for part in ASIDE.split(text))]
    assert not left, (address(visit), left)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.route)
def test_every_page_has_its_headers_its_spanish_and_no_inline_code(visit, client, riverbend, written):
    if visit.access != PUBLIC:
        member = next(member for member in CAST if may_open(visit, set(member.roles)))
        client.force_login(person(member.username))
    pages = [client.get(prefix + address(visit)) for prefix in ("", "/es")]
    for page in pages:
        check_headers(page, address(visit))
    check_spanish(visit, *pages, written)


def test_english_left_on_a_spanish_page_is_found():
    page = '<html lang="{}"><body><p{}>Nobody has to give a name.</p><h1>{}</h1></body></html>'
    english = page.format("en", "", "Reports").encode()
    assert left_in_english(english, page.format("es", "", "Denuncias").encode()) == [
        "Nobody has to give a name."
    ]
    assert left_in_english(english, page.format("es", ' lang="en"', "Denuncias").encode()) == []


def test_refusals_and_errors_have_the_headers_too(client, riverbend):
    client.raise_request_exception = False
    check_headers(client.get("/no/such/page/"), "404")
    client.force_login(person("library"))
    check_headers(client.get("/staff/people/"), "403")


# The log-in form needs a token, and a one-time link's page is a form.
SETS_A_COOKIE = ("account/", "staff/password/", "city/set-up/")


@pytest.mark.parametrize(
    "visit",
    [visit for visit in OPEN if not visit.route.startswith(SETS_A_COOKIE)],
    ids=lambda visit: visit.route,
)
def test_what_anybody_reads_sets_no_cookie(visit, client, riverbend):
    for method in (client.get, client.post):
        response = method(address(visit))
        assert not response.cookies, address(visit)
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_the_cast_logs_in_with_the_printed_password(client, riverbend):
    for member in CAST:
        client.logout()
        given = {"login": member.username, "password": PASSWORD}
        response = client.post("/account/login/", given)
        assert response["Location"] == "/staff/", member.username

"""Every form of the site is filled in badly: no page breaks, and a message says what is wrong.

The forms are found on the pages themselves, page by page as a person who may open it, so that a new form is
walked without being named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.house.test_access import VISITS, address, may_open, person

from scopeofduty.city.accounts.access import PUBLIC
from scopeofduty.city.demo.cast import CAST

pytestmark = pytest.mark.django_db(databases="__all__")

# What comes instead of a value: kind of badness → text.
BAD = {
    "nothing": "",
    "spaces": "   ",
    "too long": "long " * 20_000,
    "nul": "a\x00b",
    "control": "\x1b[31m\r\n\x07",
    "half a character": b"\xed\xa0\x80\xff",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "emoji": "😀" * 300,
    "right to left": "\u202e\u05e9\u05dc\u05d5\u05dd\u202c",
    "huge number": "9" * 400,
    "negative": "-1",
    "no number": "NaN",
    "no day": "2026-02-30T25:61",
    "far day": "99999-12-31",
    "traversal": "../../../etc/passwd",
    "quotes": "' OR 1=1; --\"",
}
FILES = {
    "empty": b"",
    "no text": bytes(range(256)) * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000,
    "nul": b"event,received,type,agency\n\x00,\x00,\x00,\x00\n",
    "markup": b"event,received,type,agency\n<b>1</b>,2026-02-30,\xf0\x9f\x98\x80,ice\n",
    "a bomb of columns": b"a," * 100_000 + b"a\n",
}
TOO_LARGE = 20 * 1024 * 1024 + 1


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, and its fields by name."""

    page: str
    action: str
    method: str
    fields: tuple[tuple[str, str, str], ...]  # name, kind, value

    @property
    def key(self):
        return self.action, self.method, tuple(name for name, _kind, _value in self.fields)


def forms_on(page, text):
    """Return every form that the page shows."""
    for form in lxml.html.document_fromstring(text).forms:
        fields = []
        for field in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name] | .//button[@name]"):
            kind = field.get("type", "text") if field.tag == "input" else field.tag
            if field.tag == "select":
                value = next(iter(field.xpath("./option[@selected]/@value | .//option/@value")), "")
            elif field.tag == "textarea":
                value = field.text or ""
            else:
                value = field.get("value", "")
            fields.append((field.get("name"), kind, value))
        action = (form.get("action") or page).split("#")[0] or page
        yield Form(page, action, form.get("method", "get").lower(), tuple(fields))


def who_opens(visit):
    if visit.access == PUBLIC:
        return None
    return next(
        (each for each in reversed(CAST) if may_open(visit, set(each.roles))),
        None,
    )


def opened(client, visit):
    """Open the view as whoever may, and return its forms."""
    member = who_opens(visit)
    client.logout()
    if member:
        client.force_login(person(member.username))
    answer = client.get(address(visit))
    if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    yield from forms_on(answer.request["PATH_INFO"], answer.content.decode())


def badly(form, bad):
    """Return the values with each that a person writes or chooses replaced."""
    return {
        name: value if kind in ("hidden", "button", "submit") else bad
        for name, kind, value in form.fields
        if kind != "file" and name != "csrfmiddlewaretoken"
    }


def check(answer, where, bad=""):
    assert answer.status_code < 500, where
    text = answer.content.decode(errors="replace")
    assert "Traceback" not in text, where
    assert "<script>alert(1)" not in text, where
    assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", text), where


def send(client, form, values):
    body = urlencode(values)
    if form.method == "get":
        return client.get(f"{form.action.split('?')[0]}?{body}")
    return client.post(form.action, body, content_type="application/x-www-form-urlencoded")


SPACES = sorted({visit.route.split("/")[0] for visit in VISITS})


@pytest.mark.parametrize("space", SPACES, ids=lambda space: space or "home")
def test_no_form_breaks_on_anything_written_into_it(space, client, riverbend):
    client.raise_request_exception = False
    seen = set()
    for visit in VISITS:
        if visit.route.split("/")[0] != space:
            continue
        for form in opened(client, visit):
            if form.key in seen:
                continue
            seen.add(form.key)
            for kind, bad in BAD.items():
                check(send(client, form, badly(form, bad)), (form.page, form.action, kind), bad)


def test_no_file_breaks_a_page(client, riverbend):
    client.raise_request_exception = False
    walked = 0
    for visit in VISITS:
        for form in opened(client, visit):
            for name, kind, _value in form.fields:
                for what, data in (FILES | {"too large": b"a" * TOO_LARGE}).items() if kind == "file" else ():
                    given = {field: value for field, kind, value in form.fields if kind != "file"}
                    answer = client.post(form.action, given | {name: SimpleUploadedFile("log.csv", data)})
                    check(answer, (form.page, what))
                    walked += 1
    assert walked >= len(FILES)


@pytest.mark.parametrize(
    "bad", ["%00", "?page=%00", "?page=" + "9" * 5000, "?page=%FF%FE", "?f=" + "a:b&f=" * 500]
)
def test_no_address_breaks_a_page(client, riverbend, bad):
    client.raise_request_exception = False
    for visit in VISITS:
        member = who_opens(visit)
        client.logout()
        if member:
            client.force_login(person(member.username))
        where = address(visit) + bad
        answer = client.get(where)
        check(answer, where)
        if "%00" in bad:
            assert answer.status_code == 400, where


def test_a_bad_form_says_what_is_wrong_at_its_field(client, riverbend):
    """Fields that must be filled in, left empty: the page comes back with an alert that links to each."""
    silent = []
    for visit in VISITS:
        if visit.access == PUBLIC or visit.route.startswith("account/"):
            continue
        for form in opened(client, visit):
            written = [name for name, kind, _value in form.fields if kind in ("text", "textarea", "date")]
            if form.method == "get" or not written:
                continue
            answer = send(client, form, badly(form, ""))
            if answer.status_code in (200, 400) and 'role="alert"' not in answer.content.decode():
                silent.append((form.page, form.action, answer.status_code))
    assert silent == []

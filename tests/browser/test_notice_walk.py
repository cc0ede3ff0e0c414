"""A contact walks all the way: recorded, sealed, over, its window, and then the public reads it."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from tests.browser.conftest import ROOT, Visitor, running

pytestmark = pytest.mark.browser
PUBLIC = [
    "/notices/",
    "/notices.json",
    "/notices.csv",
    "/notices.atom",
    "/notices/delays/",
    "/notices/not-told/",
]


class Days:
    """A demo city whose clock is a file."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "now"
        # A weekday morning, an hour before the first window of the day.
        self.now = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
        self.set(self.now)

    def set(self, at):
        self.now = at
        self.file.write_text(at.isoformat(), encoding="ascii")

    @property
    def environment(self):
        return {"DUTY_DEMO_CLOCK": str(self.file)}

    def run_clock(self):
        done = subprocess.run(
            [sys.executable, "-m", "scopeofduty.cli", "clock", "--once", "--data", str(self.folder / "demo")],
            env={"PATH": "", "DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo", **self.environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    sys.modules["pytest_socket"].enable_socket()
    return Days(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="module")
def town(days):
    with running(days.folder, **days.environment) as address:
        yield address


def read(address):
    """Every public address: status, headers, bytes (the server's own date aside)."""
    seen = {}
    for prefix in ("", "/es"):
        for path in PUBLIC:
            with urllib.request.urlopen(f"{address}{prefix}{path}") as answer:  # noqa: S310
                headers = sorted((k, v) for k, v in answer.headers.items() if k != "Date")
                seen[prefix + path] = (answer.status, headers, answer.read())
    return seen


def person(chromium, town, who):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    visitor = Visitor(context.new_page(), town, "en")
    visitor.log_in(who)
    return visitor


def record(visitor, at):
    visitor.open("/contacts/new?kind=backup&f=purpose%3Acivil_immigration")
    visitor.page.fill("#received_at", at.strftime("%Y-%m-%dT%H:%M"))
    visitor.page.select_option("#channel", "dispatch")
    visitor.page.select_option("#agency", "ice")
    visitor.page.check("input[name=decision][value=decline]")
    visitor.page.locator('button[name=do][value="record"]').click()
    visitor.page.wait_for_url(re.compile(r"/contacts/\d+$"))
    return int(visitor.page.url.rsplit("/", 1)[1])


def say(visitor, number, what):
    visitor.open(f"/sealed/{number}/")
    visitor.check()
    visitor.page.check(f"input[name=says][value={what}]")
    visitor.page.locator('form:has(input[value="attest"]) button').click()
    visitor.page.wait_for_load_state()
    visitor.check()


def ids(address):
    with urllib.request.urlopen(f"{address}/notices.json") as answer:  # noqa: S310
        import json

        return [notice["id"] for notice in json.load(answer)["notices"]]


def test_a_contact_becomes_a_notice(chromium, town, days):
    days.run_clock()
    before = read(town)
    dispatcher = person(chromium, town, "dispatcher")
    number = record(dispatcher, days.now - timedelta(hours=6, minutes=10))
    days.run_clock()
    assert read(town) == before, "sealed: not a byte has changed"

    supervisor = person(chromium, town, "supervisor")
    days.set(days.now + timedelta(minutes=20))
    say(supervisor, number, "goes_on")
    days.run_clock()
    assert read(town) == before, "it goes on: not a byte has changed"

    days.set(days.now + timedelta(minutes=20))
    say(supervisor, number, "complete")
    days.run_clock()
    assert read(town) == before, "over, and no window yet: not a byte has changed"

    known = set(ids(town))
    days.set(datetime(2026, 3, 3, 15, 0, 30, tzinfo=UTC))
    days.run_clock()
    new = [each for each in ids(town) if each not in known]
    assert new
    supervisor.open(f"/sealed/{number}/")
    public_id = supervisor.page.locator(".done a").first.get_attribute("href")
    assert public_id.removeprefix("/notices/") in new
    for width in (390, 1280):
        for language in ("en", "es"):
            context = chromium.new_context(viewport={"width": width, "height": 900})
            resident = Visitor(context.new_page(), town, language)
            for path in ("/notices/", public_id, "/notices/delays/", "/notices/not-told/", "/ordinance/"):
                resident.open(path)
                resident.check()
            assert context.cookies() == []
            context.close()
    with urllib.request.urlopen(f"{town}/notices.atom") as feed:  # noqa: S310
        assert public_id.encode() in feed.read()


def test_a_delay_by_two_people_shows_and_expires(chromium, town, days):
    days.set(datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
    days.run_clock()
    number = record(person(chromium, town, "dispatcher"), days.now - timedelta(hours=6, minutes=5))
    first = person(chromium, town, "supervisor")
    say(first, number, "complete")
    first.page.select_option("#id_reason", "court_order")
    first.page.fill("#id_days", "2")
    first.page.locator('form:has(input[value="delay"]) button').click()
    first.page.wait_for_load_state()
    second = person(chromium, town, "supervisor2")
    second.open(f"/sealed/{number}/")
    second.page.locator('form:has(input[value="confirm"]) button').click()
    second.page.wait_for_load_state()
    second.check()
    days.set(datetime(2026, 3, 4, 15, 1, tzinfo=UTC))
    days.run_clock()
    with urllib.request.urlopen(f"{town}/notices/delays/") as page:  # noqa: S310
        assert b"A court ordered it" in page.read()
    known = set(ids(town))
    days.set(datetime(2026, 3, 6, 15, 1, tzinfo=UTC))
    days.run_clock()
    assert set(ids(town)) - known
    first.open(f"/sealed/{number}/")
    assert first.page.locator(".done a").first.get_attribute("href").startswith("/notices/2026/")


def test_a_page_with_nothing_says_so(town):
    with pytest.raises(urllib.error.HTTPError) as nothing:
        urllib.request.urlopen(f"{town}/notices/2026/999")  # noqa: S310
    with nothing.value as answer:
        assert answer.code == 404
        assert "Set-Cookie" not in answer.headers

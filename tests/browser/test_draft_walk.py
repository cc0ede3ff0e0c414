"""The Lawrence texts are written on by several people: import, compare, comment, accept, settle, freeze."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from tests.browser.conftest import ROOT, Visitor, running

from scopeofduty.law.packs import SHIPPED

pytestmark = [pytest.mark.browser, pytest.mark.long]
MORNING = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
AFTER_NINE = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)
AFTER_FOUR = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
FEBRUARY, ADOPTED, REVISED = (
    "lawrence/2020-02-draft",
    "lawrence/2020-09-adopted",
    "lawrence/2022-06-revised",
)


class Clock:
    """The demo city's clock: a file."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "now"
        self.set(MORNING)

    def set(self, at):
        self.file.write_text(at.isoformat(), encoding="ascii")

    @property
    def environment(self):
        return {"DUTY_DEMO_CLOCK": str(self.file)}

    def run(self, at):
        """Go to a time, and run what is due."""
        self.set(at)
        settings = {"DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo", **self.environment}
        command = ["clock", "--once", "--data", str(self.folder / "demo")]
        done = subprocess.run(
            [sys.executable, "-m", "scopeofduty.cli", *command],
            env=os.environ | settings,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    sys.modules["pytest_socket"].enable_socket()
    return Clock(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module")
def town(clock):
    with running(clock.folder, **clock.environment) as address:
        yield address


@pytest.fixture
def as_(chromium, town):
    opened = []

    def make(who=None, width=1280):
        context = chromium.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        opened.append(context)
        visitor = Visitor(context.new_page(), town, "en")
        if who:
            visitor.log_in(who)
        return visitor

    yield make
    for context in opened:
        context.close()


def send(visitor, selector="main form button.button"):
    with visitor.page.expect_navigation():
        visitor.page.locator(selector).last.click()


def begin(counsel, title, start):
    counsel.open("/drafts/new/")
    counsel.check()
    counsel.page.fill("#id_title", title)
    counsel.page.fill("#id_purpose", "Bring back what the commission adopted in 2020.")
    counsel.page.select_option("#id_start", start)
    send(counsel)
    assert counsel.page.locator(".errorlist").count() == 0, words(counsel)
    return re.search(r"/drafts/([^/]+)/", counsel.page.url)[1]


def words(visitor):
    return visitor.page.locator("main").inner_text()


def compare_the_three(counsel, slug):
    """Compare: what the three texts did, each with the words behind it."""
    for old, new, told in ((FEBRUARY, ADOPTED, "publish a public notice"), (ADOPTED, REVISED, "binds less")):
        counsel.open(f"/drafts/{slug}/compare/?old={old}&new={new}")
        assert told in words(counsel)
        assert "nobody is named who investigates" in counsel.page.content()
        counsel.check()
    first = counsel.page.locator(".situation li a").first
    counsel.page.goto(f"{counsel.page.url}{first.get_attribute('href')}")
    assert counsel.page.locator(".redline-row:target").count() == 1


def take_in(counsel, partner, slug, town):
    """Import: the advocates' DOCX with tracked changes becomes suggestions."""
    address = f"{town}/drafts/{slug}/redline.docx?old={REVISED}&new={ADOPTED}"
    docx = counsel.page.request.get(address).body()
    assert docx.startswith(b"PK")
    partner.open(f"/drafts/{slug}/import/")
    file = {"name": "alliance.docx", "mimeType": "application/octet-stream", "buffer": docx}
    partner.page.set_input_files("#id_file", file)
    partner.page.check("input[name=take][value=suggestions]")
    partner.page.select_option("#id_party", "advocates")
    send(partner)
    assert "suggestions by Corey Counsel were taken in" in words(partner)
    partner.check()


def accept_all(counsel, slug, town):
    """Accept every suggestion, each with its reason."""
    waiting = counsel.page.locator("table a[href*='/suggestions/']")
    counsel.open(f"/drafts/{slug}/")
    count = waiting.count()
    assert count >= 3
    for _each in range(count):
        counsel.open(f"/drafts/{slug}/")
        counsel.page.goto(town + waiting.first.get_attribute("href"))
        counsel.check()
        counsel.page.fill("#id_reason", "As the commission asked.")
        with counsel.page.expect_navigation():
            counsel.page.get_by_role("button", name="Accept").click()
        assert "Accepted: it is now revision" in words(counsel)


def write_a_contradiction(counsel, slug):
    """Write the rules beside the text; the editor answers while somebody types."""
    rules = (SHIPPED / f"{ADOPTED}.duty").read_text(encoding="utf-8")
    assert "retaliate  is prohibited" in rules
    counsel.open(f"/drafts/{slug}/write/")
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  retaliate  is required\n")
    result = counsel.page.locator("#check-result")
    result.get_by_text("contradicts itself").wait_for()
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  fly to the moon  is required\n")
    result.get_by_text("fly to the moon").first.wait_for()
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  retaliate  is required\n")
    result.get_by_text("contradicts itself").wait_for()
    counsel.page.fill("#id_summary", "A clause that contradicts another")
    counsel.check()
    send(counsel)
    assert "Saved as revision" in words(counsel)
    counsel.open(f"/drafts/{slug}/compare/")
    assert "The text contradicts itself in one place" in words(counsel)
    return rules


def settle_it(counsel, clerk, slug, rules):
    """Settle the conflict while the clerk writes elsewhere: who is second loses nothing."""
    for who in (counsel, clerk):
        who.open(f"/drafts/{slug}/write/")
    counsel.page.fill("#id_rules", rules)
    counsel.page.fill("#id_summary", "The contradiction is settled")
    send(counsel)
    assert "Saved as revision" in words(counsel)
    text = clerk.page.input_value("#id_text")
    clerk.page.fill("#id_text", text.replace("# ", "# Restored: ", 1))
    clerk.page.fill("#id_summary", "A title that says what it is")
    send(clerk)
    assert "Your words are kept" in words(clerk)
    clerk.check()
    clerk.page.fill("#id_reason", "Both belong together.")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="Accept").click()
    assert "Accepted: it is now revision" in words(clerk)
    counsel.open(f"/drafts/{slug}/compare/")
    assert "contradicts itself" not in words(counsel)


def comment(counsel, clerk, resident, slug, clock):
    """Open it from today: public at nine, a comment shown at four once it was read."""
    counsel.open(f"/drafts/{slug}/change/")
    counsel.page.fill("#id_comments_open", "2026-03-03")
    send(counsel)
    clock.run(AFTER_NINE)
    resident.open(f"/proposals/{slug}/")
    resident.check()
    resident.page.locator("a[href*='subject=section']").first.click()
    resident.page.wait_for_load_state()
    resident.page.check("input[name=stance][value=against]")
    resident.page.fill("#id_text", "The old words were shorter, and I liked them.")
    resident.page.fill("#id_name", "A neighbor")
    resident.check()
    send(resident)
    assert "Your comment is kept" in words(resident)
    assert resident.page.context.cookies() == []
    clerk.open("/drafts/comments/")
    clerk.page.get_by_text("The old words were shorter").locator("xpath=..").locator("a").first.click()
    clerk.page.wait_for_load_state()
    clerk.page.check("input[name=decision][value=shown]")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="Decide").click()


def freeze_it(counsel, resident, slug, clock):
    """Freeze a version, and the public has it at the next window, with the comment."""
    counsel.open(f"/drafts/{slug}/version/")
    counsel.page.fill("#id_name", "for first reading")
    send(counsel)
    assert "is frozen" in words(counsel)
    clock.run(AFTER_FOUR)
    resident.open(f"/proposals/{slug}/comments/")
    assert "The old words were shorter" in words(resident)
    resident.check()
    resident.open(f"/proposals/{slug}/versions/1/")
    assert "for first reading" in words(resident)
    resident.check()


def test_three_texts_walk_from_import_to_a_version(as_, clock, town):
    counsel, partner, clerk, resident = as_("counsel"), as_("partner"), as_("clerk"), as_(width=390)
    slug = begin(counsel, "Return to 2020", REVISED)
    compare_the_three(counsel, slug)
    take_in(counsel, partner, slug, town)
    accept_all(counsel, slug, town)
    rules = write_a_contradiction(counsel, slug)
    settle_it(counsel, clerk, slug, rules)
    comment(counsel, clerk, resident, slug, clock)
    freeze_it(counsel, resident, slug, clock)

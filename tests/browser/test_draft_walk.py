"""Lawrence's three texts walk from a file to the desk, in a city whose ordinance is the first of them.

Import, compare, comment, accept suggestions, settle a contradiction, freeze; work session, agenda, two
readings, votes by name, counsel's signature; in force from its day, when the desk answers otherwise; public
history.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from tests.browser.conftest import ROOT, Visitor, running
from tests.browser.ordinance_steps import (
    ADOPTED,
    CUT,
    FEBRUARY,
    IN_FORCE,
    LATER,
    MIDNIGHT,
    REVISED,
    Clock,
    Commission,
    adopt_the_second,
    at_the_desk,
    begin,
    cut_it_down,
    freeze_it,
    rules_of,
    send,
    sign_everything,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]
MORNING = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
AFTER_NINE = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)
AFTER_FOUR = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    sys.modules["pytest_socket"].enable_socket()
    return Clock(tmp_path_factory.mktemp("drafts"), MORNING)


LAWRENCE = """
import json
import sys
import django
django.setup()
from pathlib import Path
from scopeofduty.city.drafts.packs import standing
from scopeofduty.city.profile.models import City
from scopeofduty.law.packs import contents, folder
from datetime import date
into = Path(sys.argv[1])
into.mkdir()
for name, data in contents(folder("lawrence")):
    text = data.decode().replace(" [N]", " [V]")
    if name == "pack.json":
        (into / name).write_text(json.dumps({**json.loads(text), "above": []}), encoding="utf-8")
    if name == "2020-02-draft.duty":
        (into / name).write_text(standing(text, first=date(2020, 2, 11)), encoding="utf-8")
    if name == "2020-02-draft.md":
        (into / name).write_text(text, encoding="utf-8")
City.objects.update(packs=[str(into)])
"""
"""The draft of February 2020 as the city's own ordinance: its words official, and no state law above it, so
that what changes from here on is the commission's doing alone."""


@pytest.fixture(scope="module")
def town(clock):
    with running(clock.folder, **clock.environment) as address:
        data = str(clock.folder / "demo")
        settings = {"DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo", "DUTY_DATA": data}
        command = [sys.executable, "-c", LAWRENCE, str(clock.folder / "law")]
        subprocess.run(command, env=os.environ | settings | clock.environment, cwd=ROOT, check=True)
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


def compare_the_three(counsel, slug):
    """Compare: what the three texts did, each with the words behind it."""
    for old, new, told in ((FEBRUARY, ADOPTED, "publish a public notice"), (ADOPTED, REVISED, "binds less")):
        counsel.open(f"/drafts/{slug}/compare/?old={old}&new={new}")
        assert told in words(counsel)
        assert "Nobody is named who investigates" in words(counsel)
        counsel.check()
    first = counsel.page.locator(".situation li a").first
    counsel.page.goto(f"{counsel.page.url}{first.get_attribute('href')}")
    assert counsel.page.locator(".redline-row:target").count() == 1


def take_in(counsel, partner, slug, town):
    """Import: the advocates' DOCX with tracked changes becomes suggestions."""
    address = f"{town}/drafts/{slug}/redline.docx?old={FEBRUARY}&new={ADOPTED}"
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
    rules = rules_of(ADOPTED)
    assert "retaliate  is prohibited" in rules
    counsel.open(f"/drafts/{slug}/write/")
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  retaliate  is required\n")
    result = counsel.page.locator("#check-result")
    result.get_by_text("contradicts itself").first.wait_for()
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  fly to the moon  is required\n")
    result.get_by_text("fly to the moon").first.wait_for()
    counsel.page.fill("#id_rules", rules + "\n6(b)/other  retaliate  is required\n")
    result.get_by_text("contradicts itself").first.wait_for()
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


def public_at_four(resident, slug, name, clock):
    """The public has the version at the next window, with the comment."""
    clock.run(AFTER_FOUR)
    resident.open(f"/proposals/{slug}/comments/")
    assert "The old words were shorter" in words(resident)
    resident.check()
    resident.open(f"/proposals/{slug}/versions/1/")
    assert name in words(resident)
    resident.check()


def test_three_texts_walk_from_a_file_to_the_desk(as_, clock, town):
    counsel, partner, clerk, resident = as_("counsel"), as_("partner"), as_("clerk"), as_(width=390)
    commission = Commission(clerk, [as_(who) for who in ("commissioner", "mayor", "seat")], clock)
    sign_everything(counsel)
    slug = begin(counsel, "Two notices", "draft of February 2020")
    compare_the_three(counsel, slug)
    take_in(counsel, partner, slug, town)
    accept_all(counsel, slug, town)
    rules = write_a_contradiction(counsel, slug)
    settle_it(counsel, clerk, slug, rules)
    comment(counsel, clerk, resident, slug, clock)
    freeze_it(counsel, slug, "as argued")
    public_at_four(resident, slug, "as argued", clock)
    adopt_the_second(commission, counsel, resident, clock)
    vote = cut_it_down(commission, counsel, resident, clock)
    before, after = at_the_desk(resident, LATER, clock), at_the_desk(resident, LATER + MIDNIGHT, clock)
    assert (before[0], after[0]) == ("no", "silent")
    assert "3(a)" in before[1]
    assert "Not covered; until told otherwise do not" in after[1]
    resident.check()
    resident.open(f"/commission/votes/{vote}")
    assert "Mabel Mayor" in words(resident)
    resident.check()
    for language in ("en", "es"):
        resident.language = language
        resident.open("/ordinance/history/")
        assert {IN_FORCE, CUT} <= set(re.findall(r"20\d\d-\d\d-\d\d", resident.page.content()))
        resident.check()

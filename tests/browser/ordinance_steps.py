"""Steps from a draft to the desk that several people take together, each at a browser of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.conftest import ROOT

from scopeofduty.law.packs import SHIPPED

CITY = ZoneInfo("America/Chicago")
FEBRUARY, ADOPTED, REVISED = (
    "lawrence/2020-02-draft",
    "lawrence/2020-09-adopted",
    "lawrence/2022-06-revised",
)


class Clock:
    """The demo city's clock: a file."""

    def __init__(self, folder, first):
        self.folder, self.file = folder, folder / "now"
        self.set(first)

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


def send(visitor, selector="main form button.button"):
    with visitor.page.expect_navigation():
        visitor.page.locator(selector).last.click()


def words(visitor):
    return visitor.page.locator("main").inner_text()


def begin(counsel, title, version):
    """Begin a draft from a version of the city's own law, named as it is called."""
    counsel.open("/drafts/new/")
    counsel.check()
    counsel.page.fill("#id_title", title)
    counsel.page.fill("#id_purpose", "What the commission of Lawrence decided, gone through again.")
    own = counsel.page.locator("#id_start option", has_text=version).first.get_attribute("value")
    counsel.page.select_option("#id_start", own)
    send(counsel)
    assert counsel.page.locator(".errorlist").count() == 0, words(counsel)
    return re.search(r"/drafts/([^/]+)/", counsel.page.url)[1]


def rules_of(version):
    return (SHIPPED / f"{version}.duty").read_text(encoding="utf-8")


def freeze_it(counsel, slug, name):
    """Freeze a version that the commission can vote on."""
    counsel.open(f"/drafts/{slug}/version/")
    counsel.page.fill("#id_name", name)
    send(counsel)
    assert "is frozen" in words(counsel)


class Commission:
    """The clerk, five members in office, and everything between a frozen version and its day."""

    def __init__(self, clerk, members, clock):
        self.clerk, self.members, self.clock = clerk, members, clock

    def session(self, kind, begins):
        """Set a session on the calendar, and return its number."""
        self.clerk.open("/chamber/new/")
        self.clerk.page.check(f"input[name=kind][value={kind}]")
        self.clerk.page.fill("#id_starts_at", f"{begins:%Y-%m-%dT%H:%M}")
        self.clerk.page.fill("#id_place", "City Hall")
        send(self.clerk)
        assert "is on the calendar" in words(self.clerk)
        return int(re.search(r"/chamber/(\d+)/", self.clerk.page.url)[1])

    def put(self, session, title, version, part, step, first_day=""):
        """Put a version on the agenda, and make the agenda public."""
        self.clerk.open(f"/chamber/{session}/items/new/")
        self.clerk.page.fill("#id_title", title)
        self.clerk.page.check(f"input[name=part][value={part}]")
        self.clerk.page.check(f"input[name=step][value={step}]")
        option = self.clerk.page.locator("#id_version option", has_text=version).first
        self.clerk.page.select_option("#id_version", option.get_attribute("value"))
        self.clerk.page.fill("#id_first_day", first_day)
        send(self.clerk)
        assert "It is on the agenda" in words(self.clerk)
        self.press("Publish the agenda")
        assert "are public now" in words(self.clerk)
        self.clerk.check()

    def press(self, button):
        with self.clerk.page.expect_navigation():
            self.clerk.page.get_by_role("button", name=button, exact=True).first.click()

    def held(self, session, begins):
        """Go to the session, ten minutes after it began."""
        self.clock.run(begins + timedelta(minutes=10))
        self.clerk.open(f"/chamber/{session}/")

    def passes(self, session):
        """Vote on the one matter of the session, each member under their name; return the vote's number."""
        self.clerk.open(f"/chamber/{session}/")
        self.clerk.tap("a", "Put it to the vote")
        self.press("Open the vote")
        number = int(re.search(r"/votes/(\d+)/", self.clerk.page.url)[1])
        for member in self.members:
            member.open(f"/chamber/votes/{number}/")
            assert "What the text leaves open" in words(member)
            member.page.get_by_label("Yes", exact=True).check()
            with member.page.expect_navigation():
                member.page.get_by_role("button", name="Cast my vote").click()
            assert "You voted: Yes" in words(member)
        self.members[0].check()
        self.clerk.open(f"/chamber/votes/{number}/")
        self.press("Close the vote and count")
        assert "Passed" in words(self.clerk)
        self.clerk.check()
        return number


def sign_everything(counsel):
    """Counsel reads each rule and signs it; a rule to come is signed before its day."""
    counsel.open("/desk/rules/")
    waiting = counsel.page.locator("a.button[href*='/sign/']")
    count = waiting.count()
    while waiting.count():
        waiting.first.click()
        counsel.page.wait_for_load_state()
        counsel.page.fill("#id_review_on", "2027-03-01")
        send(counsel, "main form button.button")
    counsel.check()
    return count


def at_the_desk(resident, at, clock):
    """What an officer is answered then, when backup is wanted for a civil arrest; and the page."""
    clock.run(at)
    resident.open("/desk/contacted/backup/")
    purpose = "button[value='purpose:civil_immigration']"
    if resident.page.locator(purpose).count():  # no question, when no answer hangs on it
        resident.tap(purpose)
    return resident.phrase(), words(resident)


def the_law(resident, at, clock):
    """The words in force then, as the public reads them."""
    clock.run(at)
    # A reader who comes back later: this browser would show its copy of some minutes ago.
    resident.page.goto(f"{resident.city}/ordinance/?at={at:%d%H%M}")
    return words(resident)


# A week of a commission's work in two days: what counts is the order, and midnight between two of them.
STUDY, READING, SECOND = (datetime(2026, 3, 3, hour, tzinfo=CITY) for hour in (17, 18, 19))
THIRD, FINAL = (datetime(2026, 3, 4, hour, tzinfo=CITY) for hour in (10, 14))
LATE, LATER = (datetime(2026, 3, day, 23, 30, tzinfo=CITY) for day in (3, 4))
IN_FORCE, CUT = "2026-03-04", "2026-03-05"
MIDNIGHT = timedelta(minutes=40)


def adopt_the_second(commission, counsel, resident, clock):
    """Work session, first reading, second reading, vote, signature: in force from midnight."""
    study = commission.session("work", STUDY)
    commission.put(study, "The notices, talked through", "as argued", "study", "none")
    commission.held(study, STUDY)
    assert "Put it to the vote" not in words(commission.clerk)
    for begins, step, day in ((READING, "first_reading", ""), (SECOND, "adoption", IN_FORCE)):
        session = commission.session("regular", begins)
        commission.put(session, "An ordinance on notices", "as argued", "regular", step, day)
        commission.held(session, begins)
        commission.passes(session)
    assert sign_everything(counsel) >= 2, "two rules are new"
    before, after = the_law(resident, LATE, clock), the_law(resident, LATE + MIDNIGHT, clock)
    assert "only after their operation is complete" in before
    assert "When police are aware of civil immigration enforcement" not in before
    assert "only after their operation is complete" not in after
    assert "When police are aware of civil immigration enforcement" in after
    resident.check()
    resident.open("/desk/")
    assert f"changed on {IN_FORCE}" in words(resident)
    resident.check()


def cut_it_down(commission, counsel, resident, clock):
    """The third text, on the consent agenda: it is flagged, pulled, voted on by itself, and signed."""
    slug = begin(counsel, "Five provisions struck", "as adopted on 15 September 2020")
    counsel.open(f"/drafts/{slug}/import/")
    text = (SHIPPED / f"{REVISED}.md").read_text(encoding="utf-8").replace(" [N]", " [V]")
    counsel.page.set_input_files(
        "#id_file", {"name": "revised.md", "mimeType": "text/markdown", "buffer": text.encode()}
    )
    counsel.page.check("input[name=take][value=text]")
    send(counsel)
    assert "Saved as revision" in words(counsel)
    counsel.open(f"/drafts/{slug}/write/")
    counsel.page.fill("#id_rules", rules_of(REVISED))
    counsel.page.fill("#id_summary", "The rules follow the words")
    send(counsel)
    freeze_it(counsel, slug, "with five provisions struck")
    first = commission.session("regular", THIRD)
    commission.put(first, "Provisions struck", "five provisions struck", "regular", "first_reading")
    commission.held(first, THIRD)
    commission.passes(first)
    final = commission.session("regular", FINAL)
    commission.put(final, "Provisions struck", "five provisions struck", "consent", "adoption", CUT)
    resident.open(f"/commission/{final}")
    assert "more than a formality" in words(resident)
    resident.check()
    commission.held(final, FINAL)
    member = commission.members[0]
    member.open(f"/chamber/{final}/")
    with member.page.expect_navigation():
        member.page.get_by_role("button", name="Take it off the consent agenda").click()
    vote = commission.passes(final)
    sign_everything(counsel)
    return vote

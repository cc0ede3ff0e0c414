"""A version walks from the agenda to the desk in a real browser: two readings, votes, counsel, in force.

It is Riverbend's own draft, on tonight's agenda; Lawrence's three texts go the whole way in the drafts' walk.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

MEMBERS = ("commissioner", "mayor", "seat", "quorum")


class Room:
    """One person at a browser of their own."""

    def __init__(self, chromium, city, person):
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.page, self.city = self.context.new_page(), city
        if person:
            self.go("/account/login/")
            self.page.fill("[name=login]", person)
            self.page.fill("[name=password]", PASSWORD)
            self.page.locator("main form button").first.click()
            self.page.wait_for_url("**/staff/**")

    def go(self, path):
        answer = self.page.goto(f"{self.city}{path}")
        assert answer.status < 400, (path, answer.status)
        return self.page.inner_text("main")

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()
        return self.page.inner_text("main")


@pytest.fixture
def rooms(chromium, city):
    opened = {}

    def room(person):
        if person not in opened:
            opened[person] = Room(chromium, city, person)
        return opened[person]

    yield room
    for each in opened.values():
        each.context.close()


def vote_yes(rooms, number):
    for member in MEMBERS:
        room = rooms(member)
        room.go(f"/chamber/votes/{number}/")
        room.page.get_by_label("Yes", exact=True).check()
        assert "You voted: Yes" in room.press("Cast my vote")


def closed(rooms, number):
    rooms("clerk").go(f"/chamber/votes/{number}/")
    return rooms("clerk").press("Close the vote and count")


def test_from_the_consent_agenda_to_the_desk(rooms):
    """Tonight's second reading is pulled off the consent agenda, voted, adopted, and offered to counsel."""
    clerk, public = rooms("clerk"), rooms("")
    assert "more than a formality" in public.go("/commission/5")
    # The vote that is open is finished first: a session has one at a time.
    rooms("quorum").go("/chamber/votes/6/")
    rooms("quorum").page.get_by_label("Yes", exact=True).check()
    rooms("quorum").press("Cast my vote")
    assert "Passed" in closed(rooms, 6)
    rooms("commissioner").go("/chamber/5/")
    assert "gets a vote of its own" in rooms("commissioner").press("Take it off the consent agenda")
    clerk.go("/chamber/5/")
    clerk.page.get_by_role("link", name="Put it to the vote").first.click()
    clerk.press("Open the vote")
    number = int(re.search(r"/votes/(\d+)/", clerk.page.url).group(1))
    vote_yes(rooms, number)
    assert "Passed" in closed(rooms, number)
    day = (date.today() + timedelta(days=30)).isoformat()[:8]  # noqa: DTZ011 — month alone is compared
    assert day in public.go("/ordinance/history/")
    assert "Mabel Mayor" in public.go(f"/commission/votes/{number}")
    assert "changes on" in public.go("/desk/")
    assert "New from" in rooms("counsel").go("/desk/rules/")


def test_an_agreement_without_a_vote_has_no_authority_at_the_desk(rooms):
    public = rooms("")
    assert "Signed without a vote" in public.go("/agreements/5")
    page = public.go("/desk/contacted/agreement/?agreement=5")
    assert "Act as if it weren" in page
    assert "Not without the commission" in page
    assert "You may, you need not" in public.go("/desk/contacted/agreement/?agreement=2")

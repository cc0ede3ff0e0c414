"""Each person gets to their answer in three taps and does what they came for, in both languages and sizes."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

CONTACTED = 'a.door[href*="contacted"]'
COLLECT = 'a.door[href*="collect"]'


def kind(name):
    return f'a.choice[href*="/contacted/{name}/"]'


def told(value):
    return f'button.choice[value="{value}"]'


def service(name):
    return f'a[href*="/{name}/"]'


DISPATCHER = [CONTACTED, kind("backup"), told("purpose:civil_immigration")]


def answer(visitor, taps, phrase):
    visitor.open("/desk/")
    visitor.check()
    for tap in taps:
        visitor.tap(tap)
        visitor.check()
    assert visitor.taps <= 3
    assert visitor.phrase() == phrase


def log_in_on_the_way(visitor, who, to):
    """Log in on the page that a link led to, and be led on."""
    visitor.page.fill("input[name=login]", who)
    visitor.page.fill("input[name=password]", PASSWORD)
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(f"**{to}**")
    visitor.check()


def test_a_life_in_danger_is_answered_in_one_tap(visitor):
    visitor.open("/desk/")
    visitor.tap(".life .button")
    visitor.check()
    assert visitor.taps == 1
    assert visitor.page.locator(".answer--life").is_visible()


class TestRecord:
    """Federal officers came or called: the answer, and then the record of it."""

    def record(self, visitor, who, phrase, decision, channel):
        visitor.tap('.answer a[href*="contacts/new"], a.button[href*="contacts/new"]')
        log_in_on_the_way(visitor, who, "/contacts/new")
        visitor.page.select_option("#channel", channel)
        visitor.page.select_option("#agency", "ice")
        visitor.page.check(f'input[name=decision][value="{decision}"]')
        visitor.page.locator('button[name=do][value="record"]').click()
        visitor.page.wait_for_url(re.compile(r"/contacts/\d+$"))
        visitor.check()
        assert visitor.phrase() == phrase

    def test_dispatcher_ice_asks_for_backup(self, visitor):
        answer(visitor, DISPATCHER, "no")
        assert "5(b)" in visitor.page.inner_text("main")
        self.record(visitor, "dispatcher", "no", "decline", "dispatch")

    def test_officer_a_criminal_warrant_that_a_judge_signed(self, visitor):
        answer(visitor, [CONTACTED, kind("paper"), told("paper:criminal_warrant")], "may")
        self.record(visitor, "officer", "may", "comply", "in_person")

    def test_officer_a_detainer_by_fax(self, visitor):
        answer(visitor, [CONTACTED, kind("detainer")], "no")
        self.record(visitor, "sergeant", "no", "decline", "fax")


def test_library_clerk_birthplace_on_a_card_form(visitor):
    answer(visitor, [COLLECT, service("library-card"), 'a.choice[href*="place_of_birth"]'], "no")
    visitor.tap('a[href*="petitions/new"]')
    log_in_on_the_way(visitor, "library", "/petitions/new")
    visitor.page.fill("#id_what", "Place of birth")
    visitor.page.fill("#id_why", "It stands on the old form.")
    visitor.page.locator("main form:has(#id_why) button").click()
    visitor.page.wait_for_url(re.compile(r"/petitions/\d+/$"))
    visitor.check()
    assert "It stands on the old form." in visitor.page.inner_text("main")


class TestCard:
    """What may be asked on a form: the answer, on one sheet of paper, and the counter's own card."""

    def print_it(self, visitor, department):
        sheet = pypdf.PdfReader(io.BytesIO(visitor.page.pdf(format="Letter")))
        printed = sheet.pages[0].extract_text()
        said = visitor.page.locator(".answer").first.locator("h1, h2").first.inner_text()
        assert said in printed
        assert visitor.page.locator(".site-nav a").first.inner_text() not in printed
        assert len(sheet.pages) <= 2
        visitor.tap(f'main a[href$="/desk/card/{department}/"], main a[href$="/desk/card/"]')
        visitor.check()

    def test_human_resources_the_i9(self, visitor):
        answer(visitor, [COLLECT, service("hiring-i9"), 'a.choice[href*="citizenship"]'], "must")
        self.print_it(visitor, "hr")

    def test_housing_the_voucher(self, visitor):
        answer(visitor, [COLLECT, service("housing-voucher"), 'a.choice[href*="immigration_status"]'], "must")
        self.print_it(visitor, "housing")

    def test_towing_contractor(self, visitor):
        answer(visitor, [COLLECT, service("towing-release"), 'a.choice[href*="immigration_status"]'], "no")
        self.print_it(visitor, "towing")

    def test_seasonal_worker(self, visitor):
        answer(visitor, [COLLECT, service("pool-pass"), 'a.choice[href*="place_of_birth"]'], "no")
        self.print_it(visitor, "parks")

"""Each person of the city gets to their answer in three taps, at both sizes and in both languages."""

from __future__ import annotations

import pytest

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


def test_dispatcher_ice_asks_for_backup(visitor):
    answer(visitor, DISPATCHER, "no")
    assert "5(b)" in visitor.page.inner_text("main")


def test_officer_a_criminal_warrant_that_a_judge_signed(visitor):
    answer(visitor, [CONTACTED, kind("paper"), told("paper:criminal_warrant")], "may")


def test_officer_a_detainer_by_fax(visitor):
    answer(visitor, [CONTACTED, kind("detainer")], "no")


def test_library_clerk_birthplace_on_a_card_form(visitor):
    answer(visitor, [COLLECT, service("library-card"), 'a.choice[href*="place_of_birth"]'], "no")


def test_human_resources_the_i9(visitor):
    answer(visitor, [COLLECT, service("hiring-i9"), 'a.choice[href*="citizenship"]'], "must")


def test_housing_the_voucher(visitor):
    answer(visitor, [COLLECT, service("housing-voucher"), 'a.choice[href*="immigration_status"]'], "must")


def test_towing_contractor(visitor):
    answer(visitor, [COLLECT, service("towing-release"), 'a.choice[href*="immigration_status"]'], "no")


def test_seasonal_worker(visitor):
    answer(visitor, [COLLECT, service("pool-pass"), 'a.choice[href*="place_of_birth"]'], "no")


def test_a_life_in_danger_is_answered_in_one_tap(visitor):
    visitor.open("/desk/")
    visitor.tap(".life .button")
    visitor.check()
    assert visitor.taps == 1
    assert visitor.page.locator(".answer--life").is_visible()


class TestTask:
    """After the answer: what the person came for is done."""

    def record(self, visitor, who, taps, phrase, decision, agency="ice"):
        answer(visitor, taps, phrase)
        visitor.tap('.answer a[href*="contacts/new"], a.button[href*="contacts/new"]')
        visitor.page.fill("input[name=login]", who)
        visitor.page.fill("input[name=password]", "riverbend-demo")
        visitor.page.locator("main form button").first.click()
        visitor.page.wait_for_url("**/contacts/new**")
        visitor.check()
        visitor.page.select_option("#agency", agency)
        visitor.page.check(f'input[name=decision][value="{decision}"]')
        visitor.page.locator('button[name=do][value="record"]').click()
        visitor.page.wait_for_url(lambda url: "/contacts/" in url and "/new" not in url)
        visitor.check()
        assert visitor.page.locator(".answer").first.get_attribute("data-phrase") == phrase

    def test_a_dispatcher_records_the_call(self, visitor):
        self.record(visitor, "dispatcher", DISPATCHER, "no", "decline")

    def test_an_officer_records_the_warrant(self, visitor):
        taps = [CONTACTED, kind("paper"), told("paper:criminal_warrant")]
        self.record(visitor, "officer", taps, "may", "comply")

    def test_a_clerk_asks_counsel_to_list_a_question(self, visitor):
        answer(visitor, [COLLECT, service("library-card"), 'a.choice[href*="place_of_birth"]'], "no")
        visitor.tap('a[href*="petitions/new"]')
        visitor.page.fill("input[name=login]", "library")
        visitor.page.fill("input[name=password]", "riverbend-demo")
        visitor.page.locator("main form button").first.click()
        visitor.page.wait_for_url("**/petitions/new**")
        visitor.check()

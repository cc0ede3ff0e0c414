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
    answer(visitor, [".life .button"], "may")

"""The page on which somebody proves that they reported: everything happens in the browser."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from scopeofduty.city.handling import projecting, protected
from scopeofduty.city.handling.tests.conftest import AT, DAY
from scopeofduty.city.reports.tests.test_in_a_browser import Visitor, pytestmark  # noqa: F401
from scopeofduty.sealing.identity_box import Identity

TO = "Ana Example, attorney"


@pytest.fixture(
    params=[
        pytest.param((390, ""), id="390-en"),
        pytest.param((1280, "/es"), id="1280-es", marks=pytest.mark.long),
    ]
)
def visitor(riverbend, chromium, live_server, request):
    width, prefix = request.param
    visitor = Visitor(chromium, live_server.url, width, prefix)
    visitor.receipt = riverbend.report("supervisor", identity=Identity("Dana Dispatch", "dispatcher"))
    protected.publish(AT)
    projecting.project(AT)
    visitor.page.goto(f"{visitor.address}{prefix}/protected-activity/")
    yield visitor
    visitor.context.close()
    visitor.wire.close()


def say(visitor, form):
    return visitor.page.locator(f"#{form} [data-said]")


def test_a_commitment_is_found_opened_and_checked_and_nothing_of_it_is_sent(visitor, tmp_path):
    page, words = visitor.page, " ".join(visitor.receipt.spell("en"))
    page.fill("#words", words)
    page.fill("#to", TO)
    with page.expect_download() as saved:
        page.press("#to", "Enter")
    opening = tmp_path / "opening.json"
    saved.value.save_as(opening)
    assert DAY.isoformat() in say(visitor, "find").text_content()
    assert page.input_value("#words") == ""
    assert page.input_value("#reported") == DAY.isoformat()

    page.set_input_files("#opening", opening)
    page.fill("#me", TO)
    page.press("#me", "Enter")
    page.wait_for_selector("#check :text('Dana Dispatch, dispatcher')")
    visitor.check()
    for name, value in (("index", 3), ("to", "Somebody Else")):
        told = json.loads(opening.read_text())
        told["opening"][name] = value
        forged = json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
        page.set_input_files("#opening", {"name": "o.json", "mimeType": "application/json", "buffer": forged})
        page.press("#me", "Enter")
        expect(say(visitor, "check")).not_to_contain_text("Dana")
        page.set_input_files("#opening", opening)
        page.press("#me", "Enter")
        page.wait_for_selector("#check :text('Dana Dispatch, dispatcher')")
    sent = b"".join(visitor.wire.sent)
    assert b"/protected-activity/" in sent
    assert b"POST " not in sent
    for between in (" ", "+", "%20", "-"):
        assert between.join(words.split()[:2]).encode() not in sent


def test_another_receipt_finds_nothing(visitor):
    visitor.page.fill("#words", "abandon " * 11 + "about")
    visitor.page.fill("#to", TO)
    visitor.page.press("#to", "Enter")
    expect(say(visitor, "find")).to_have_text(re.compile(".{60}", re.DOTALL))
    assert DAY.isoformat() not in say(visitor, "find").text_content()


def test_deadlines_count_down_and_the_diary_comes_back(visitor, tmp_path):
    page = visitor.page
    page.fill("#reported", "2026-11-01")
    page.fill("#acted", "2026-11-20")
    page.locator("#count summary").click()
    page.fill("#requested", "2026-11-20")
    page.locator("#count button").click()
    assert "19" in say(visitor, "count").text_content()
    dates = page.locator("[data-days] strong").all_text_contents()
    # California, from the report; Kansas, from the action; Washington, five working days from the request.
    for day in ("2027-01-30", "2027-02-18", "2026-11-27"):
        assert [told for told in dates if day in told], day
    visitor.check()
    page.fill("#day", "2026-11-20")
    page.fill("#what", "moved to nights")
    page.locator("#diary .button").first.click()
    with page.expect_download() as saved:
        page.locator("[data-save]").click()
    diary = tmp_path / "diary.json"
    saved.value.save_as(diary)
    page.reload()
    page.set_input_files("[data-load]", diary)
    page.wait_for_selector("[data-entries] :text('2026-11-20: moved to nights')")
    assert b"POST " not in b"".join(visitor.wire.sent)

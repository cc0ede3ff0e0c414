"""The desk in a real Chromium: each person's way, two widths, two languages, axe and the console clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

AXE = Path(__file__).parents[5] / "node_modules/axe-core/axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make setup"),
    pytest.mark.django_db(databases="__all__"),
]
RUN_AXE = (
    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    ".then((found) => JSON.stringify(found.violations.map((one) => [one.id, one.nodes[0].html])))"
)
CONTACTED, COLLECT = "main a[href$='/contacted/']", "main a[href$='/collect/']"
PEOPLE = {
    "dispatcher": ("", [CONTACTED, "a[href$='/backup/']", "button[value='purpose:civil_immigration']"], "no"),
    "officer, warrant": (
        "",
        [CONTACTED, "a[href$='/paper/']", "button[value='paper:criminal_warrant']"],
        "may",
    ),
    "officer, detainer": ("", [CONTACTED, "a[href$='/detainer/']"], "no"),
    "library clerk": ("", [COLLECT, "a[href*='library-card']", "a[href$='/place_of_birth/']"], "no"),
    "human resources": ("", [COLLECT, "a[href*='hiring-i9']", "a[href$='/immigration_document/']"], "must"),
    "housing": ("", [COLLECT, "a[href*='housing-voucher']", "a[href$='/citizenship/']"], "must"),
    "towing contractor": ("at/towing/", [CONTACTED, "a[href$='/other/']"], "no"),
    "seasonal worker": ("at/parks/", [COLLECT, "a[href*='pool-pass']", "a[href$='/passport/']"], "no"),
}


@pytest.fixture
def browser(chromium):
    return chromium


def faults(page):
    """Axe, through the debugger: the page's own policy stays in force."""
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE.read_text()})
    found = debugger.send(
        "Runtime.evaluate", {"expression": RUN_AXE, "awaitPromise": True, "returnByValue": True}
    )
    return json.loads(found["result"]["value"])


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    "screen",
    [
        (390, "dark", ""),
        pytest.param((1280, "light", "/es"), marks=pytest.mark.long),
        pytest.param((390, "light", "/es"), marks=pytest.mark.long),
        pytest.param((1280, "dark", ""), marks=pytest.mark.long),
    ],
    ids=str,
)
def test_everybody_gets_there(browser, live_server, listed, screen):
    width, scheme, language = screen
    listed("hiring-i9", "immigration_document")
    listed("housing-voucher", "citizenship", law="42 USC 1436a")
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    for who, (counter, taps, phrase) in PEOPLE.items():
        page.goto(f"{live_server.url}{language}/desk/{counter}")
        assert len(taps) <= 3
        for selector in taps:
            page.locator(selector).first.click()
            page.wait_for_load_state()
        assert page.locator(".answer").get_attribute("data-phrase") == phrase, who
        assert faults(page) == [], who
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), who
    assert said == []
    assert context.cookies() == []
    context.close()


@pytest.mark.usefixtures("signed")
def test_without_javascript_the_desk_answers(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    counter, taps, phrase = PEOPLE["dispatcher"]
    page.goto(f"{live_server.url}/desk/{counter}")
    for selector in taps:
        page.locator(selector).first.click()
    assert page.locator(".answer").get_attribute("data-phrase") == phrase
    context.close()


@pytest.mark.usefixtures("city")
def test_the_box_narrows_the_list(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/desk/collect/")
    page.fill("#narrow", "pool")
    assert page.locator("section:visible").count() == 1
    assert page.locator("li:visible", has_text="Pool pass").count() == 1
    page.fill("#narrow", "")
    assert page.locator("section:visible").count() == 7
    page.close()

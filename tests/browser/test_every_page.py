"""Every kind of page in a real Chromium: axe finds nothing, the console is quiet, nothing sticks out."""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import AXE, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

ASK_AXE = """axe.run(document, {runOnly: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
]}).then(found => JSON.stringify(found.violations.map(each => [each.id, each.nodes[0].html])))"""
PAGES = {
    "": """
        / /desk/ /desk/life/ /desk/contacted/ /desk/contacted/backup/ /desk/contacted/deconfliction/
        /desk/collect/ /desk/collect/library/library-card/ /desk/collect/hr/hiring-i9/citizenship/
        /desk/collect/library/library-card/place_of_birth/ /desk/card/ /desk/card/library/ /desk/at/towing/
        /obligations/ /obligations/1/ /collection/ /notices/ /notices/delays/ /notices/not-told/ /ordinance/
        /statistics/ /log/ /log/check/ /log/register/ /log/register/1/
        /everything/ /explainers/ /explainers/is-a-detainer-a-warrant
        /commission/ /commission/5 /commission/5/packet /commission/votes/2 /agreements/ /agreements/2
        /agreements/5 /agreements/neighbours/ /ordinance/history/ /desk/contacted/agreement/?agreement=5
        /account/login/ /report-figures/ /protected-activity/
    """,
    "dispatcher": """
        /staff/ /staff/may-i/ /contacts/ /contacts/new /contacts/new?kind=backup /contacts/1 /contacts/67
        /contacts/1/history /contacts/67/correct /account/2fa/ /obligations/petitions/new/
    """,
    "supervisor": """
        /contacts/reviews /contacts/reviews/10 /contacts/counts /reconciliation/ /sealed/ /sealed/61/
        /ledger/ /ledger/receipts/67
    """,
    "records": """
        /contacts/ /contacts/53 /contacts/53/strike /contacts/keeping /contacts/12/hold
        /study/ /study/fairview-county/ /study/fairview-county/refused/
        /lookups/ /lookups/take/ /lookups/1/
    """,
    "counsel": """
        /staff/ /staff/audit/ /desk/rules/ /obligations/new/ /obligations/petitions/
        /explaining/ /explaining/new/ /explaining/is-a-detainer-a-warrant/
        /explaining/is-a-detainer-a-warrant/sign/ /explaining/is-a-detainer-a-warrant/change/
        /drafts/ /drafts/new/ /drafts/notice-within-48-hours/ /drafts/notice-within-48-hours/write/
        /drafts/notice-within-48-hours/compare/ /drafts/notice-within-48-hours/import/
        /drafts/notice-within-48-hours/suggestions/1/ /drafts/notice-within-48-hours/revisions/3/
        /drafts/comments/ /drafts/comments/3/ /instruments/5/ruling/ /instruments/6/analysis/
    """,
    "inspector": """
        /staff/ /handling/ /handling/departures/ /handling/departures/agreements/1/ /roster/key/
    """,
    "monitor": "/staff/ /handling/clocks/ /lookups/ /instruments/ /points/",
    "clerk": """
        /roster/ /roster/editions/1/ /roster/seats/chief/ /roster/seats/new/ /handling/keeping/
        /chamber/ /chamber/new/ /chamber/5/ /chamber/5/packet/ /chamber/5/items/new/ /chamber/5/minutes/
        /chamber/votes/2/ /chamber/votes/2/correct/ /chamber/votes/6/
        /instruments/ /instruments/2/ /instruments/5/ /instruments/6/ /instruments/propose/
        /instruments/report/
        /instruments/neighbours/ /instruments/6/text/ /instruments/6/signature/ /instruments/2/review/
        /instruments/2/end/
    """,
    "commissioner": "/staff/ /chamber/ /chamber/votes/6/ /instruments/5/",
    "it": """
        /staff/people/ /staff/people/new/ /staff/people/1/ /city/ /city/departments/new/ /clock/
        /points/ /points/?show=all /points/1/ /points/1/assign/ /points/settle/?point=1 /points/sweeps/
        /points/sweeps/paths/ /points/new/ /points/check/
    """,
}


@pytest.fixture
def page(chromium, request):
    """A page of the width that the test asks for, with what its console said."""
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def log_in(page, city, person):
    page.goto(f"{city}/account/login/")
    page.fill("[name=login]", person)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/staff/**")


def axe_on(page):
    """Ask axe through the browser's own tools, which the page's policy leaves alone."""
    tools = page.context.new_cdp_session(page)
    tools.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    asked = {"expression": ASK_AXE, "awaitPromise": True, "returnByValue": True}
    return json.loads(tools.send("Runtime.evaluate", asked)["result"]["value"])


@pytest.mark.parametrize("language", ["", "/es"], ids=["en", "es"])
@pytest.mark.parametrize("page", [390, 1280], indirect=True)
@pytest.mark.parametrize("person", list(PAGES), ids=lambda person: person or "nobody")
def test_pages_are_accessible_quiet_and_fit(city, page, person, language):
    if person:
        log_in(page, city, person)
    found = {}
    for path in PAGES[person].split():
        page.said.clear()
        answer = page.goto(f"{city}{language}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        problems = [*axe_on(page), *page.said, *([f"{wide} px too wide"] if wide > 0 else [])]
        if problems or answer.status != 200:
            found[path] = (answer.status, problems)
    assert found == {}

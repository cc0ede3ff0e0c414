"""The whole way in a real Chromium: report, inbox, messages, the subject's answer, finding, feedback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta

import pytest

from scopeofduty.city.clock import port
from scopeofduty.city.demo.keys import key_file
from scopeofduty.city.handling.models import CaseClock, Keeping, Tally
from scopeofduty.city.reports import delivery
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.tests.test_in_a_browser import Visitor, pytestmark  # noqa: F401
from scopeofduty.city.roster.current import current_roster

WIDTHS = [
    pytest.param((390, ""), id="390-en"),
    pytest.param((1280, "/es"), id="1280-es", marks=pytest.mark.long),
]
SUMMARY = {
    "": [
        "Message",
        "Assessment",
        "Hear the subject",
        "Finding",
        "Feedback",
        "Close the case",
        "Take a reader",
        "Export",
    ],
    "/es": [
        "Mensaje",
        "Valoración",
        "Oír a la",
        "Conclusión",
        "Respuesta a",
        "Cerrar el",
        "Quitar a un",
        "Exportar",
    ],
}
CANARY = "canary-51ab"


class Reader(Visitor):
    """A recipient before the inbox, with the demo key."""

    def enter(self, who):
        self.page.goto(f"{self.address}{self.prefix}/account/login/")
        self.page.fill("input[name=login]", who)
        self.page.fill("input[name=password]", "x")
        self.page.locator("main form button").first.click()
        self.page.wait_for_url("**/staff/**")

    def inbox(self):
        self.page.goto(f"{self.address}{self.prefix}/handling/")
        self.check()
        self.page.click("[data-demo]")
        self.page.wait_for_selector("#inbox h2")
        self.check()

    def open_case(self, number=0):
        self.page.locator("#inbox tbody button").nth(number).click()
        self.page.wait_for_selector("article")

    def act(self, number, **fields):
        """Fill one of the forms and send it; wait for the message that it leaves."""
        fold = self.page.locator(
            "details", has=self.page.locator("summary", has_text=SUMMARY[self.prefix][number])
        )
        fold = fold.first
        fold.locator("summary").click()
        for name, value in fields.items():
            control = fold.locator(f"[name={name}]")
            select = control.evaluate("control => control.tagName") == "SELECT"
            control.select_option(value) if select else control.fill(value)
        fold.locator("form button").click()
        return fold

    def say(self, number, **fields):
        there = self.page.locator("article").count()
        self.act(number, **fields)
        self.page.locator("article").nth(there).wait_for()


class Reporter(Visitor):
    """Whoever holds twelve words: the reporter, and the subject of a hearing."""

    def tell(self):
        self.open("tell/resident/")
        self.page.check("[name=violation][value=held]")
        self.page.fill("[name=text]", f"{CANARY} the chief kept him")
        self.page.check("[name=named][value=chief]")
        self.page.click("#report button.button")
        words = self.words()
        self.confirm(words)
        self.page.wait_for_selector("#sent:not([hidden])")
        return " ".join(words)

    def follow(self, words):
        self.open("follow/")
        self.page.fill("[name=words]", words)
        self.page.click("#follow button.button")
        self.page.wait_for_selector("#case:not([hidden])")
        self.check()
        return self.page.locator("#case").text_content()

    def reply(self, text):
        self.page.fill("#reply-text", text)
        self.page.click("#reply button.button")
        self.page.wait_for_selector(f"text={text}")


@pytest.fixture
def at(riverbend, settings, chromium, live_server, request):
    settings.DEMO = True
    made = []

    def visit(kind):
        made.append(kind(chromium, live_server.url, *request.param))
        return made[-1]

    yield visit
    for visitor in made:
        visitor.context.close()


def close_batch(days=0):
    delivery.close(day_of(port.now()) + timedelta(days=days), current_roster())


def opened_with_age(reader, riverbend):
    """The case as one age file, opened by the stock command."""
    if not (age := shutil.which("age")):
        return
    with reader.page.expect_download() as saved:
        reader.act(7)
    key = riverbend.files / "inspector.key"
    key.write_text(key_file("inspector"))
    file = saved.value.path()
    done = subprocess.run([age, "-d", "-i", key, file], capture_output=True, check=True)
    case = json.loads(done.stdout)
    assert f"{CANARY} the chief kept him" in case["messages"][0]
    assert CANARY.encode() not in file.read_bytes()


@pytest.mark.parametrize("at", WIDTHS, indirect=True)
def test_from_the_report_to_the_feedback(at, riverbend):
    reporter, reader, subject, chief = at(Reporter), at(Reader), at(Reporter), at(Reader)
    words = reporter.tell()
    close_batch()

    reader.enter("inspector")
    reader.inbox()
    reader.open_case()
    assert f"{CANARY} the chief kept him" in reader.page.text_content("article")
    reader.check()
    reader.say(0, text=f"{CANARY} thank you")
    reader.say(1, text=f"{CANARY} a complaint", risk="high")

    shown = reporter.follow(words)
    assert f"{CANARY} thank you" in shown
    reporter.reply(f"{CANARY} a witness")
    reader.page.locator("#inbox p > .button--quiet").click()
    reader.page.wait_for_selector(f"article:has-text('{CANARY} a witness')")

    fold = reader.act(2, text=f"{CANARY} you are said to have kept somebody")
    receipt = fold.locator("[data-receipt]").text_content(timeout=20_000)
    assert len(receipt.split()) == 12
    shown = subject.follow(receipt)
    assert f"{CANARY} you are said" in shown
    assert "the chief kept him" not in shown
    subject.reply(f"{CANARY} there was a warrant")
    close_batch(1)
    reader.inbox()
    hearing = reader.page.locator("#inbox tbody tr").filter(has_text=re.compile("Hearing|Audiencia"))
    hearing.locator("button").click()
    reader.page.wait_for_selector(f"article:has-text('{CANARY} there was a warrant')")
    reader.check()
    reader.page.locator("#inbox button.as-link").first.click()
    reader.page.locator("#inbox tbody tr").filter(has_not_text=re.compile("Hearing|Audiencia")).locator(
        "button"
    ).click()
    reader.page.wait_for_selector("article")
    reader.say(3, text=f"{CANARY} so it was", outcome="sustained", action=f"{CANARY} training")
    reader.say(4, text=f"{CANARY} this was found")
    reader.say(5, text=f"{CANARY} closed", outcome="sustained")
    opened_with_age(reader, riverbend)
    shown = reporter.follow(words)
    assert f"{CANARY} this was found" in shown
    assert f"{CANARY} training" in shown

    assert [str(cell).split(" ", 1)[1] for cell in Tally.objects.all()] == ["held sustained: 1"]
    assert CaseClock.objects.get().stage == "closed"
    assert Keeping.objects.count() == 1

    # Neither the accused nor a request that anybody made holds a word of it.
    chief.enter("chief")
    assert chief.page.goto(f"{chief.address}/handling/").status == 403
    sent = [each for who in (reporter, reader, subject, chief) for each in who.sent]
    assert not [url for url, body in sent if CANARY in url or CANARY.encode() in body]

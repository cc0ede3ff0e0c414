"""The whole way in a real Chromium: report, inbox, messages, the subject's answer, finding, feedback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta

import pytest

from scopeofduty.city.clock import port
from scopeofduty.city.handling.models import CaseClock, Keeping, Tally
from scopeofduty.city.reports import delivery
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.tests.test_in_a_browser import Visitor, pytestmark  # noqa: F401
from scopeofduty.city.roster.current import current_roster

WIDTHS = [
    pytest.param((390, ""), id="390-en"),
    pytest.param((1280, "/es"), id="1280-es", marks=pytest.mark.long),
]
CANARY = "canary-51ab"


class Reader(Visitor):
    """A recipient before the inbox, with the demo key, and without a mouse."""

    def tab_to(self, control):
        """Press Tab until a control has the focus, and see that it shows."""
        control.wait_for()
        for _press in range(300):
            if control.evaluate("one => one === document.activeElement"):
                seen = "one => getComputedStyle(one).outlineStyle !== 'none'"
                assert control.evaluate(seen), "the focus doesn't show"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {control}")

    def press(self, control, key="Enter"):
        self.tab_to(control)
        self.page.keyboard.press(key)

    def write(self, control, text):
        self.tab_to(control)
        if control.evaluate("one => one.tagName") != "SELECT":
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
            return
        self.page.keyboard.press("Home")
        for _option in range(40):
            if control.input_value() == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no such choice: {text}")

    def enter(self, who):
        self.page.goto(f"{self.address}{self.prefix}/account/login/")
        self.write(self.page.locator("input[name=login]"), who)
        self.write(self.page.locator("input[name=password]"), "x")
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/staff/**")

    def inbox(self):
        self.page.goto(f"{self.address}{self.prefix}/handling/")
        self.check()
        self.press(self.page.locator("[data-demo]"))
        self.page.wait_for_selector("#inbox h2")
        self.check()

    def open_case(self, *, hearing=False):
        rows = self.page.locator("#inbox tbody tr")
        told = re.compile("Hearing|Audiencia")
        row = rows.filter(**({"has_text": told} if hearing else {"has_not_text": told}))
        self.press(row.first.locator("button"))
        self.page.wait_for_selector("article")

    def act(self, name, **fields):
        """Fill one of the forms and send it."""
        fold = self.page.locator(f"[data-act={name}]")
        self.press(fold.locator("summary"))
        for field, value in fields.items():
            self.write(fold.locator(f"[name={field}]"), value)
        self.press(fold.locator("form button"))
        return fold

    def say(self, name, **fields):
        """Do that, and wait for the message that it leaves."""
        there = self.page.locator("article").count()
        self.act(name, **fields)
        self.page.locator("article").nth(there).wait_for()


class Reporter(Visitor):
    """Whoever holds twelve words: the reporter, and the subject of a hearing."""

    def tell(self):
        self.open("tell/resident/")
        self.page.check("[name=violation][value=held]")
        self.page.fill("[name=text]", f"{CANARY} the chief kept him")
        self.page.check("[name=named][value=chief]")
        self.page.check("[name=named][value=officer]")
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
        visitor.wire.close()


def close_batch(days=0):
    delivery.close(day_of(port.now()) + timedelta(days=days), current_roster())


def saved(reader, name, **fields):
    """What a form offers to save."""
    with reader.page.expect_download() as offered:
        reader.act(name, **fields)
    return offered.value.path()


def opened_with_age(reader, riverbend):
    """Refer the case to a body outside, whose key and whose age command are Debian's own."""
    if not (age := shutil.which("age")):
        return
    key = riverbend.files / "theirs.key"
    made = subprocess.run([f"{age}-keygen", "-o", key], capture_output=True, check=True, text=True)
    recipient = re.search("age1[0-9a-z]{58}", made.stderr)[0]
    file = saved(reader, "refer", recipient=recipient, to=f"{CANARY} the county")
    done = subprocess.run([age, "-d", "-i", key, file], capture_output=True, check=True)
    case = json.loads(done.stdout)
    assert f"{CANARY} the chief kept him" in case["messages"][0]
    assert CANARY.encode() not in file.read_bytes()
    reader.page.wait_for_selector(f"article:has-text('{CANARY} the county')")


def answered_a_records_request(reader):
    """Withhold one field: it stands there with the law that allows it, and nowhere else."""
    file = saved(reader, "request", text="K.S.A. 45-221(a)(4)")
    told = json.loads(file.read_text())["messages"]
    assert all(each["text"] == {"withheld_under": "K.S.A. 45-221(a)(4)"} for each in told)
    assert told[0]["violation"] == "held"
    assert f"{CANARY} the chief" not in file.read_text()


def hear(reader, subject):
    """The subject reads the allegation without the reporter, answers, reads the outcome, and appeals."""
    fold = reader.act("hearing", subject="chief", text=f"{CANARY} you are said to have kept somebody")
    receipt = fold.locator("[data-receipt]").text_content(timeout=20_000)
    assert len(receipt.split()) == 12
    shown = subject.follow(receipt)
    assert f"{CANARY} you are said" in shown
    assert "the chief kept him" not in shown
    subject.reply(f"{CANARY} there was a warrant")
    close_batch(1)
    reader.inbox()
    reader.open_case(hearing=True)
    reader.page.wait_for_selector(f"article:has-text('{CANARY} there was a warrant')")
    facts = reader.page.locator("dl.facts").first.text_content()
    assert "Chester Chief" in facts
    assert "Otis" not in facts, "whom else the report names, its subject doesn't learn"
    reader.check()
    reader.say("outcome", text=f"{CANARY} it was found so", appeal=f"{CANARY} the board, 10 days")
    reader.say("appeal_decided", text=f"{CANARY} it stays so")
    assert f"{CANARY} the board, 10 days" in subject.follow(receipt)


@pytest.mark.parametrize("at", WIDTHS, indirect=True)
def test_from_the_report_to_the_feedback(at, riverbend):
    reporter, reader, subject, chief = at(Reporter), at(Reader), at(Reporter), at(Reader)
    words = reporter.tell()
    close_batch()

    reader.enter("inspector")
    reader.inbox()
    assert CaseClock.objects.get().stage == "received", "its clocks run, although nobody has answered"
    reader.open_case()
    assert f"{CANARY} the chief kept him" in reader.page.text_content("article")
    reader.check()
    refused = reader.act("reply", text=f"Your words are: {words}").locator("[role=status]")
    refused.get_by_text(re.compile("receipt or a secret|recibo o una clave")).wait_for()
    reader.press(reader.page.locator("[data-act=reply] summary"))
    reader.say("reply", text=f"{CANARY} thank you")
    reader.say("assessment", text=f"{CANARY} a complaint", risk="high")

    shown = reporter.follow(words)
    assert f"{CANARY} thank you" in shown
    reporter.reply(f"{CANARY} a witness")
    reader.press(reader.page.locator("#inbox p > .button--quiet"))
    reader.page.wait_for_selector(f"article:has-text('{CANARY} a witness')")
    reader.check()

    body = reader.page.locator("[data-act=investigation] [name=body]").input_value()
    assert body == "the City Auditor (§ 9(b))"
    reader.say("investigation", text=f"{CANARY} who looks into it")
    hear(reader, subject)

    reader.press(reader.page.locator("#inbox button.as-link").first)
    reader.open_case()
    reader.say("finding", text=f"{CANARY} so it was", outcome="sustained", action=f"{CANARY} training")
    reader.say("feedback", text=f"{CANARY} this was found")
    opened_with_age(reader, riverbend)
    answered_a_records_request(reader)
    reader.say("closed", text=f"{CANARY} closed", outcome="sustained")
    shown = reporter.follow(words)
    assert f"{CANARY} this was found" in shown
    assert f"{CANARY} training" in shown

    assert [str(cell).split(" ", 1)[1] for cell in Tally.objects.all()] == ["held sustained: 1"]
    assert CaseClock.objects.get().stage == "closed"
    assert Keeping.objects.count() == 2, "the case, and the hearing that was held in it"

    # Neither the accused nor a request that anybody made holds a word of it.
    chief.enter("chief")
    assert chief.page.goto(f"{chief.address}/handling/").status == 403
    for who in (reporter, reader, subject, chief):
        assert CANARY.encode() not in b"".join(who.wire.sent)


@pytest.mark.parametrize("at", WIDTHS[:1], indirect=True)
def test_a_conflict_of_interest_shows_later(at, riverbend):
    """The last readers go one by one: a colleague, whoever is found to be involved, and oneself."""
    reporter, reader, ombuds = at(Reporter), at(Reader), at(Reader)
    reporter.tell()
    close_batch()
    reader.enter("inspector")
    reader.inbox()
    reader.open_case()
    reader.say("remove", whom="hr")
    # The second attorney stands below the first; naming somebody excludes everybody above them.
    reader.say("name_more", whom="counsel2")
    facts = reader.page.locator("dl.facts").first.text_content()
    assert "Casey Cocounsel" in facts.partition("Can read it")[0]
    assert facts.endswith("Can read itIndra Inspector")
    fold = reader.act("remove", whom="inspector")
    fold.locator("[role=status]", has_text="Opal Ombuds").wait_for()
    close_batch(1)
    ombuds.enter("ombuds")
    ombuds.inbox()
    assert ombuds.page.locator("#inbox tbody tr").count() == 1
    assert riverbend.opened("hr", day_of(port.now()) + timedelta(days=1)) == []

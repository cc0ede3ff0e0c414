"""A report in a real Chromium: what is sent is ciphertext, whatever is typed, ticked and attached."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.reports import mailbox
from scopeofduty.city.reports.models import Case, IdentityBox, SealedFile, WaitingCommitment
from scopeofduty.city.reports.reading import open_case
from scopeofduty.city.reports.tests.conftest import DAY, ROSTER
from scopeofduty.city.reports.tests.wire import Wire
from scopeofduty.sealing.attachment import Attachment, open_attachment
from scopeofduty.sealing.epoch import open_wraps
from scopeofduty.sealing.errors import EnvelopeError
from scopeofduty.sealing.identity_box import open_inner, open_outer
from scopeofduty.sealing.message import open_message, read_message, seal_message, sign
from scopeofduty.sealing.receipt import Receipt
from scopeofduty.sealing.tests.vectors import keys_of, signer_of

ROOT = Path(__file__).parents[5]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text() if (ROOT / "node_modules").exists() else ""
CANARY = "canary-7f3b"
# A JPEG as a telephone makes one: EXIF, one table, a scan.
PHOTO = (
    b"\xff\xd8\xff\xe1\x00\x1fExif\0\0" + f"{CANARY}-gps".encode().ljust(23) + b"\xff\xdb\x00\x04ab"
    b"\xff\xda\x00\x04ab" + f"{CANARY}-pixels".encode() + b"\xff\xd9"
)
# Whether the way out has left the window, or covers whatever else has the focus.
HIDDEN = """() => {
  const way = document.querySelector("[data-leave]");
  const [out, at] = [way, document.activeElement].map((one) => one.getBoundingClientRect());
  const covers = at.top >= out.top && at.bottom <= out.bottom && at.left >= out.left && at.right <= out.right;
  return out.top < 0 || out.bottom > innerHeight || (document.activeElement !== way && covers);
}"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.xdist_group("browser"),
]


class Visitor:
    """A reporter before a screen; everything that leaves the browser is kept."""

    def __init__(self, chromium, address, width, prefix, *, javascript=True):
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        self.page = self.context.new_page()
        self.wire = Wire(address)
        self.address, self.prefix = self.wire.address, prefix
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda one: self.said.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path):
        self.page.goto(f"{self.address}{self.prefix}/report/{path}")

    def fill(self):
        page = self.page
        page.check("[name=violation][value=inquired]")
        page.fill("[name=text]", f"{CANARY} he asked my brother")
        page.fill("[name=where]", f"{CANARY} at the counter")
        page.check("[name=named][value=sergeant]")
        page.fill("[name=name]", f"{CANARY} Ortega")
        page.check("[name=for_custodians]")
        page.set_input_files(
            "[name=files]", {"name": f"{CANARY}.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
        )

    def words(self):
        self.page.wait_for_selector("#your-words:not([hidden])")
        return self.page.locator(".words li").all_text_contents()

    def confirm(self, words):
        for id_ in ("first-word", "second-word"):
            place = int(re.search(r"\d+", self.page.locator(f"label[for={id_}]").text_content())[0])
            self.page.fill(f"#{id_}", words[place - 1])
        self.page.click("[data-send]:not(form)")

    def check(self):
        tools = self.context.new_cdp_session(self.page)
        tools.send("Runtime.evaluate", {"expression": AXE})
        asked = "axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])))"
        done = tools.send(
            "Runtime.evaluate", {"expression": asked, "awaitPromise": True, "returnByValue": True}
        )
        assert json.loads(done["result"]["value"]) == []
        assert self.said == []
        assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.fixture(
    params=[
        pytest.param((390, ""), id="390-en"),
        pytest.param((1280, "/es"), id="1280-es", marks=pytest.mark.long),
    ]
)
def visitor(request, chromium, live_server):
    width, prefix = request.param
    visitor = Visitor(chromium, live_server.url, width, prefix)
    yield visitor
    visitor.context.close()
    visitor.wire.close()


def report(visitor):
    visitor.open("tell/employee/")
    visitor.fill()
    visitor.page.click("#report button.button")
    words = visitor.words()
    visitor.check()
    visitor.confirm(words)
    visitor.page.wait_for_selector("#sent:not([hidden])")
    visitor.check()
    return Receipt.read(" ".join(words))


def as_reader(case, name="auditor"):
    stored = mailbox.case(case)
    epoch = open_wraps(stored.epochs[0].wraps, keys_of(name).identity, case=case, number=0, roster=ROSTER)
    return stored, epoch


def test_what_is_sent_is_ciphertext_only_and_the_readers_open_it(visitor):
    receipt = report(visitor)
    assert visitor.context.cookies() == []
    words = " ".join(receipt.spell("en")), " ".join(receipt.spell("es"))
    assert all(url.startswith((visitor.address, "blob:")) for url in visitor.asked), "a third party was asked"
    sent = b"".join(visitor.wire.sent)
    assert b"POST /" in sent
    assert sent.count(b"age-encryption.org/v1") > 5, "what is sent is what is looked at"
    for secret in (CANARY, "sergeant", "inquired", "Exif", receipt.identity, *words):
        assert secret.encode() not in sent
    stored, epoch = as_reader(receipt.case)
    signed = open_message(stored.messages[0].data, epoch.identity)
    body = signed.message.body
    assert not signed.message.server_saw
    assert body["text"] == f"{CANARY} he asked my brother"
    assert (body["way"], body["reporter"]) == ("browser", "employee")
    with pytest.raises(EnvelopeError):
        as_reader(receipt.case, "chief")
    with mailbox.open_file(receipt.case, body["files"][0]) as file:
        content = open_attachment(file.read(), Attachment.from_json(body["attachments"][0]), epoch.identity)
    assert b"gps" not in content
    assert b"pixels" in content
    inner = open_outer(bytes(IdentityBox.objects.get().data), keys_of("counsel").identity)
    identity = read_message(open_inner(inner, keys_of("clerk").identity)).message.body["identity"]
    assert identity["name"] == f"{CANARY} Ortega"
    assert WaitingCommitment.objects.count() == 1


@pytest.mark.long
def test_a_failed_sending_is_sent_again_and_is_one_report(visitor):
    visitor.open("tell/resident/")
    visitor.fill()
    visitor.page.click("#report button.button")
    words = visitor.words()
    answers = iter(["abort after it arrived", "go"])

    def meddle(route):
        if next(answers) == "go":
            route.continue_()
        else:
            route.fetch()
            route.abort()

    visitor.page.route("**/sealed/send/", meddle)
    visitor.confirm(words)
    visitor.page.wait_for_selector("#sealing-state.danger")
    visitor.page.click("[data-send]:not(form)")
    visitor.page.wait_for_selector("#sent:not([hidden])")
    assert Case.objects.count() == SealedFile.objects.count() == WaitingCommitment.objects.count() == 1


@pytest.mark.long
def test_what_is_missing_is_said_where_the_focus_goes(visitor):
    visitor.open("tell/resident/")
    for fill, missing in ((lambda: None, "violation"), (visitor.fill, "name")):
        fill()
        visitor.page.fill("[name=name]", "")
        visitor.page.click("#report button.button")
        said = visitor.page.locator(f".field:has([name={missing}]) #sealing-state.danger")
        said.wait_for()
        assert visitor.page.evaluate("document.activeElement.name") == missing
        assert visitor.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
        assert said.bounding_box()["y"] >= 0
        visitor.check()


@pytest.mark.long
def test_a_wrong_word_and_a_receipt_in_the_text_are_stopped(visitor):
    visitor.open("tell/resident/")
    visitor.fill()
    other = " ".join(Receipt(bytes(range(16))).spell("en"))
    visitor.page.fill("[name=text]", f"my words: {other}")
    visitor.page.click("#report button.button")
    visitor.page.wait_for_selector("#sealing-state.danger")
    visitor.check()
    visitor.page.fill("[name=text]", "something")
    visitor.page.click("#report button.button")
    visitor.words()
    visitor.confirm(["wrong"] * 12)
    visitor.page.wait_for_selector("#sealing-state.danger")
    assert not Case.objects.exists()


@pytest.mark.long
def test_if_everybody_is_excluded_nothing_is_sent(visitor):
    visitor.open("tell/resident/")
    visitor.fill()
    for box in visitor.page.locator("[name=named]").all():
        box.check()
    visitor.page.click("#report button.button")
    visitor.page.wait_for_selector("#sealing-state.danger")
    assert not any(url.endswith("/send/") for url in visitor.asked)


def test_following_up_reads_answers_and_adds_evidence(visitor):
    receipt = report(visitor)
    stored, epoch = as_reader(receipt.case)
    first = open_message(stored.messages[0].data, epoch.identity)
    opened = open_case(stored, receipt, [ROSTER])
    auditor = signer_of("auditor")
    answer = opened.chain.next_message(
        auditor.public, 0, {"text": f"{CANARY} thank you", "state": "acknowledged"}
    )
    mailbox.append(receipt.case, 1, 0, seal_message(sign(answer, auditor), epoch.recipient), DAY)
    assert first.message.seq == 0
    visitor.wire.forget()
    visitor.open("follow/")
    visitor.page.fill("[name=words]", " ".join(receipt.spell("es")))
    visitor.page.click("#follow button.button")
    visitor.page.wait_for_selector("#case:not([hidden])")
    shown = visitor.page.locator("#case").text_content()
    assert f"{CANARY} thank you" in shown
    assert "Auditor" in shown
    visitor.check()
    visitor.page.fill("#reply-text", f"{CANARY} more")
    visitor.page.set_input_files(
        "#reply-files", {"name": "b.txt", "mimeType": "text/plain", "buffer": b"evidence"}
    )
    visitor.page.click("#reply button.button")
    visitor.page.wait_for_selector(f"text={CANARY} more")
    with visitor.page.expect_download() as saved:
        visitor.page.locator("[data-entries] button", has_text="b.txt").click()
    assert Path(saved.value.path()).read_bytes() == b"evidence"
    visitor.check()
    sent = b"".join(visitor.wire.sent)
    assert b"age-encryption.org/v1" in sent
    words = [between.join(receipt.spell("es")[:3]) for between in (" ", "+", "%20")]
    assert not any(secret.encode() in sent for secret in (CANARY, receipt.identity, *words))
    entries = open_case(mailbox.case(receipt.case), receipt, [ROSTER]).entries
    assert [entry.body["text"] for entry in entries][1:] == [f"{CANARY} thank you", f"{CANARY} more"]


@pytest.mark.long
def test_somebody_who_wrote_first_is_read_first(visitor):
    receipt = report(visitor)
    visitor.open("follow/")
    visitor.page.fill("[name=words]", " ".join(receipt.spell("en")))
    visitor.page.click("#follow button.button")
    visitor.page.wait_for_selector("#case:not([hidden])")
    stored, epoch = as_reader(receipt.case)
    opened, auditor = open_case(stored, receipt, [ROSTER]), signer_of("auditor")
    question = opened.chain.next_message(auditor.public, 0, {"text": "a question"})
    mailbox.append(receipt.case, 1, 0, seal_message(sign(question, auditor), epoch.recipient), DAY)
    visitor.page.fill("#reply-text", "meanwhile")
    visitor.page.click("#reply button.button")
    visitor.page.wait_for_selector("text=meanwhile >> nth=0")
    visitor.page.wait_for_selector("#sealing-state.note")
    expect(visitor.page.locator("[data-entries] > li")).to_have_count(3)
    texts = [entry.body["text"] for entry in open_case(mailbox.case(receipt.case), receipt, [ROSTER]).entries]
    assert texts[1:] == ["a question", "meanwhile"]


@pytest.mark.long
def test_a_message_forged_by_the_server_is_refused_in_the_browser(visitor):
    receipt = report(visitor)
    stored, epoch = as_reader(receipt.case)
    opened, forger = open_case(stored, receipt, [ROSTER]), signer_of("whoever runs the server")
    forged = opened.chain.next_message(forger.public, 0, {"text": "Nothing was found.", "state": "closed"})
    mailbox.append(receipt.case, 1, 0, seal_message(sign(forged, forger), epoch.recipient), DAY)
    visitor.open("follow/")
    visitor.page.fill("[name=words]", " ".join(receipt.spell("en")))
    visitor.page.click("#follow button.button")
    visitor.page.wait_for_selector("#sealing-state.danger")
    assert f"{CANARY} he asked my brother" in visitor.page.locator("#case").text_content()
    assert "Nothing was found." not in visitor.page.locator("body").text_content()
    visitor.check()


@pytest.mark.long
def test_a_wrong_receipt_opens_nothing(visitor):
    visitor.open("follow/")
    visitor.page.fill("[name=words]", " ".join(Receipt(bytes(range(16))).spell("en")))
    visitor.page.click("#follow button.button")
    visitor.page.wait_for_selector("#sealing-state.danger")
    visitor.page.fill("[name=words]", "one two three")
    visitor.page.click("#follow button.button")
    visitor.page.wait_for_selector("text=12")


@pytest.mark.long
def test_leaving_takes_the_page_out_of_the_history(visitor):
    visitor.page.route("https://**", lambda route: route.fulfill(body="weather"))
    visitor.page.goto(f"{visitor.address}{visitor.prefix}/report/")
    visitor.open("tell/resident/")
    visitor.fill()
    visitor.page.click("[data-leave]")
    visitor.page.wait_for_url("https://www.weather.gov/")
    visitor.page.go_back()
    assert visitor.page.url.endswith("/report/")


@pytest.mark.long
def test_an_intake_officer_enters_it_and_what_is_sent_says_nothing_of_who(visitor, client):
    person = User.objects.create(username="intake")
    Appointment.objects.create(user=person, role=Role.CLERK, given_at=datetime(2026, 11, 23, 15, tzinfo=UTC))
    client.force_login(person)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.address}
    visitor.context.add_cookies([session])
    visitor.open("enter/")
    visitor.page.select_option("[name=way]", "phone")
    visitor.fill()
    visitor.check()
    visitor.page.click("#report button.button")
    words = visitor.words()
    with visitor.page.expect_request("**/sealed/send/") as sent:
        visitor.confirm(words)
    visitor.page.wait_for_selector("#sent:not([hidden])")
    assert "cookie" not in sent.value.all_headers()
    stored, epoch = as_reader(Receipt.read(" ".join(words)).case)
    assert open_message(stored.messages[0].data, epoch.identity).message.body["way"] == "phone"


@pytest.mark.long
def test_the_slip_shows_the_words_and_little_else(visitor):
    visitor.open("tell/resident/")
    visitor.fill()
    visitor.page.click("#report button.button")
    words = visitor.words()
    visitor.page.emulate_media(media="print")
    shown = visitor.page.locator("body").inner_text().lower()
    assert all(word in shown for word in words)
    assert len(shown) < 400, "no name of the city's, no warning, no form"
    assert "riverbend" not in shown


@pytest.mark.long
def test_the_way_out_stays_in_sight_and_hides_no_focus(visitor):
    visitor.open("tell/employee/")
    for _key in range(40):
        visitor.page.keyboard.press("Tab")
        hidden = visitor.page.evaluate(HIDDEN)
        assert not hidden


@pytest.mark.long
def test_with_the_keyboard_alone(visitor):
    visitor.open("tell/resident/")
    page = visitor.page
    page.focus("[name=violation]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("typed with keys alone")
    page.focus("#report button.button")
    page.keyboard.press("Enter")
    words = visitor.words()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for id_ in ("first-word", "second-word"):
        assert page.evaluate("document.activeElement.id") == id_
        place = int(re.search(r"\d+", page.locator(f"label[for={id_}]").text_content())[0])
        page.keyboard.type(words[place - 1])
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sent:not([hidden])")
    assert Case.objects.count() == 1


@pytest.mark.long
@pytest.mark.parametrize("path", ["", "tell/resident/", "tell/employee/", "at-home/", "follow/"])
def test_pages_are_accessible_and_fit(visitor, path):
    visitor.open(path)
    visitor.check()


def test_without_javascript_the_form_works(chromium, live_server):
    visitor = Visitor(chromium, live_server.url, 390, "", javascript=False)
    visitor.open("tell/resident/")
    assert visitor.page.locator("#server-sees").is_visible()
    visitor.fill()
    visitor.page.click("#report button.button")
    words = visitor.page.locator(".words li").all_text_contents()
    receipt = Receipt.read(" ".join(words))
    stored, epoch = as_reader(receipt.case)
    assert open_message(stored.messages[0].data, epoch.identity).message.server_saw
    visitor.open("follow/")
    visitor.page.fill("[name=words]", " ".join(words))
    visitor.page.click("main form button.button")
    assert f"{CANARY} he asked my brother" in visitor.page.content()
    assert visitor.context.cookies() == []
    visitor.context.close()


@pytest.mark.long
def test_a_report_locked_at_home_with_the_stock_command(chromium, live_server, tmp_path):
    if shutil.which("age") is None:
        pytest.skip("no age command here: apt install age")
    visitor = Visitor(chromium, live_server.url, 390, "")
    visitor.open("at-home/")
    command = visitor.page.locator("pre code").text_content()
    (tmp_path / "report.txt").write_text(CANARY)
    rows = visitor.page.locator("ol ul li").all_inner_texts()
    readers = [row.split()[-1] for row in rows if row.startswith(("Auditor", "Deputy"))]
    (tmp_path / "readers.txt").write_text("\n".join(readers))
    subprocess.run(["sh", "-ec", command], cwd=tmp_path, check=True)
    assert (tmp_path / "report.age").stat().st_size > 4096
    visitor.page.check("[name=named][value=sergeant]")
    visitor.page.set_input_files("[name=files]", tmp_path / "report.age")
    visitor.page.click("main form button.button")
    words = visitor.page.locator(".words li").all_text_contents()
    visitor.context.close()
    # A reader takes it out of the case, and opens it with the stock command and nothing of ours.
    stored, epoch = as_reader(Receipt.read(" ".join(words)).case)
    body = open_message(stored.messages[0].data, epoch.identity).message.body
    with mailbox.open_file(stored.id, body["files"][0]) as file:
        letter = open_attachment(file.read(), Attachment.from_json(body["attachments"][0]), epoch.identity)
    (tmp_path / "letter.age").write_bytes(letter)
    (tmp_path / "key.txt").write_text(keys_of("auditor").identity + "\n")
    told = subprocess.run(
        ["age", "-d", "-i", "key.txt", "letter.age"], cwd=tmp_path, check=True, capture_output=True
    )
    assert told.stdout.rstrip(b"\0") == CANARY.encode()

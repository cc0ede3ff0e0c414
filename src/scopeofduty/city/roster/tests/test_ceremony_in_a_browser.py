"""The ceremony for keys in a real Chromium: make, write down, register, propose, two keepers sign."""

from __future__ import annotations

import io
import os
import pty
import re
import shutil

import pytest
from playwright.sync_api import expect

from scopeofduty.city.accounts.models import User
from scopeofduty.city.handling.tests.test_walk_in_a_browser import CANARY, Reader, Reporter, close_batch
from scopeofduty.city.reports.tests.test_in_a_browser import pytestmark  # noqa: F401
from scopeofduty.city.roster.current import current_roster
from scopeofduty.city.roster.models import Key, Seat
from scopeofduty.cli import main

PASSPHRASE = "six words make a good one"


@pytest.fixture(
    params=[
        pytest.param((390, ""), id="390-en"),
        pytest.param((1280, "/es"), id="1280-es", marks=pytest.mark.long),
    ]
)
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


def make_key(reader, folder):
    """Make a key by keyboard; return its file and its recovery line."""
    page = reader.page
    page.goto(f"{reader.address}{reader.prefix}/roster/key/")
    reader.check()
    reader.write(page.locator("#new-passphrase"), "short")
    reader.write(page.locator("#again"), "short")
    page.keyboard.press("Enter")
    assert page.locator("#recovery").is_hidden(), "a short passphrase makes no key"
    reader.write(page.locator("#new-passphrase"), PASSPHRASE)
    reader.write(page.locator("#again"), PASSPHRASE)
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    file = folder / "mine.age"
    saved.value.save_as(file)
    page.wait_for_selector("#recovery:not([hidden])")
    line = page.text_content("[data-line]")
    reader.check()
    reader.write(page.locator("#tail"), "ABCDEF")
    page.keyboard.press("Enter")
    assert not Key.objects.filter(recipient__in=printed(file, folder)).exists(), (
        "not before the line is typed"
    )
    reader.write(page.locator("#tail"), line.replace(" ", "")[-6:])
    page.keyboard.press("Enter")
    expect(page.locator("[data-line]")).to_have_text("")
    return file, line


def printed(file, folder):
    """The public half, as `duty keys show` prints it."""
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        assert main(["keys", "show", str(file), "--passphrase-file", str(folder / "passphrase")]) == 0
    return re.findall("age1[0-9a-z]{58}", out.getvalue())


def opened_by_age(file, folder):
    """The identity in a key file, by Debian's age, which asks for its passphrase on a terminal."""
    age, plain = shutil.which("age"), folder / "plain.txt"
    process, terminal = pty.fork()
    if process == 0:
        os.execv(age, [age, "-d", "-o", str(plain), str(file)])  # noqa: S606
    os.read(terminal, 200)
    os.write(terminal, f"{PASSPHRASE}\n".encode())
    try:
        while os.read(terminal, 1000):
            pass
    except OSError:
        pass  # the terminal's other end is gone
    assert os.waitpid(process, 0)[1] == 0
    return plain.read_text().strip()


def sign(keeper, number):
    keeper.page.goto(f"{keeper.address}{keeper.prefix}/roster/editions/{number}/")
    keeper.check()
    keeper.press(keeper.page.locator("[data-demo]"))
    keeper.page.wait_for_selector("#unlock", state="detached")


@pytest.mark.long
def test_a_lost_key_is_replaced_and_the_next_report_opens_with_the_new_one(
    at, riverbend, tmp_path, monkeypatch
):
    reader, clerk, monitor, reporter = at(Reader), at(Reader), at(Reader), at(Reporter)
    reader.enter("inspector")
    file, line = make_key(reader, tmp_path)
    [recipient] = printed(file, tmp_path)
    assert Key.objects.get(user=User.objects.get(username="inspector"), ended_at=None).recipient == recipient
    if shutil.which("age"):
        assert opened_by_age(file, tmp_path) == line.replace(" ", "")
    # From the paper alone, offline.
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    again = tmp_path / "again.age"
    assert main(["keys", "recover", str(again), "--passphrase-file", str(tmp_path / "passphrase")]) == 0
    assert printed(again, tmp_path) == [recipient]

    clerk.enter("clerk")
    clerk.page.goto(f"{clerk.address}{clerk.prefix}/roster/")
    clerk.check()
    clerk.write(clerk.page.locator("[name=reason]"), "The inspector lost a key")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/editions/2/")
    sign(clerk, 2)
    assert current_roster().number == 1, "one keeper alone changes nothing"
    monitor.enter("monitor")
    sign(monitor, 2)
    assert current_roster().member("inspector").recipient == recipient

    reporter.tell()
    close_batch()
    page = reader.page
    page.goto(f"{reader.address}{reader.prefix}/handling/")
    page.set_input_files("#key-file", again)
    reader.write(page.locator("#passphrase"), "not the passphrase")
    page.keyboard.press("Enter")
    page.locator(
        "#unlock [data-said]", has_text=re.compile("key file doesn.t open|clave no se abre")
    ).wait_for()
    reader.write(page.locator("#passphrase"), PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector("#inbox h2")
    reader.open_case()
    assert f"{CANARY} the chief kept him" in page.text_content("article")
    secret = line.replace(" ", "").encode()
    for who in (reader, clerk, monitor):
        sent = b"".join(who.wire.sent)
        assert secret not in sent
        assert PASSPHRASE.encode() not in sent


def test_the_clerk_takes_somebody_out_who_left(at, riverbend):
    clerk = at(Reader)
    clerk.enter("clerk")
    clerk.page.goto(f"{clerk.address}{clerk.prefix}/roster/seats/inspector/")
    clerk.check()
    clerk.press(clerk.page.locator("form[action$=remove] button"))
    clerk.page.wait_for_url("**/roster/")
    assert not Seat.objects.filter(slug="inspector").exists()
    assert Key.objects.get(user__username="inspector").end_reason
    assert current_roster().member("inspector").recipient, "until the next edition"

"""Web server and clock are killed again and again while contacts are recorded, attested and delayed.

Whatever was acknowledged counts, once; nothing becomes public before its window, twice, or never.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from tests.kill.test_web_server import TOKEN, Server

MORNING = datetime(2026, 1, 6, 14, 0, tzinfo=UTC)  # an hour before the first window of the day
HELP = {
    "received_at": "2026-01-06T07:30",
    "channel": "phone",
    "agency": "ice",
    "request_types": "backup",
    "decision": "decline",
    "csrfmiddlewaretoken": TOKEN,
}
RECORDED = "/contacts/new?kind=backup&f=purpose%3Acivil_immigration"


@dataclass
class City:
    """A city whose clock is a file, its web server, and the clock beside it."""

    database: object
    server: Server = None
    clock: subprocess.Popen = None
    odd: list = field(default_factory=list)

    def open(self):
        self.file = self.database.folder / "now"
        self.set(MORNING)
        here = self.database.env | {"DUTY_DEMO_CLOCK": str(self.file)}
        self.ours = SimpleNamespace(env=here)
        script = [sys.executable, str(__file__).replace("test_notices_under_fire", "opened")]
        done = subprocess.run(script, env=here, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        told = json.loads(done.stdout)
        self.people, self.sealed = told["people"], told["sealed"]
        self.run_clock()
        self.server = Server(self.ours)
        self.server.wait_until_it_answers()

    def set(self, at):
        aside = self.file.with_suffix(".new")
        aside.write_text(at.isoformat(), encoding="ascii")
        aside.replace(self.file)

    def start_clock(self):
        command = [sys.executable, "-m", "scopeofduty.cli", "clock"]
        self.clock = subprocess.Popen(command, env=self.ours.env, stdout=subprocess.DEVNULL)

    def kill_clock(self):
        self.clock.kill()
        self.clock.wait()

    def run_clock(self):
        command = [sys.executable, "-m", "scopeofduty.cli", "clock", "--once"]
        done = subprocess.run(
            command, env=self.ours.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def post(self, who, path, form):
        """Send one form; return where it leads, or None when nothing was acknowledged."""
        cookies = f"sessionid={self.people[who]}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **form})
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=25)) as connection:
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                answer.read()
        except (OSError, http.client.HTTPException):
            return None
        if answer.status != 302:
            self.odd.append((path, form, answer.status))
            return ""
        return answer.headers["Location"]

    def insist(self, who, path, form):
        while (place := self.post(who, path, form)) is None:
            time.sleep(0.02)
        return place

    def notices(self):
        return self.database.rows("SELECT contact_id, public_id FROM notices_notice")

    def public(self):
        """What the public can read: each notice once, from the projection itself."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=25)) as connection:
            connection.request("GET", "/notices.json")
            return [each["id"] for each in json.loads(connection.getresponse().read())["notices"]]


class Supervisor(threading.Thread):
    """Says of every second contact that it is over, and asks for a delay of some."""

    def __init__(self, city, numbers):
        super().__init__(daemon=True)
        self.city, self.numbers, self.over, self.delayed = city, numbers, [], []

    def run(self):
        for turn, number in enumerate(self.numbers):
            path = f"/sealed/{number}/"
            if turn % 2:
                self.city.insist("first", path, {"do": "attest", "says": "goes_on"})
                continue
            self.city.insist("first", path, {"do": "attest", "says": "complete"})
            if turn % 8 == 0:
                self.city.insist("first", path, {"do": "delay", "reason": "operation", "days": "1"})
                self.delayed.append(number)
            self.over.append(number)


class Dispatcher(threading.Thread):
    """Records contacts that the ordinance wants told, each with its own key, until told to stop."""

    def __init__(self, city, stop):
        super().__init__(daemon=True)
        self.city, self.stop, self.numbers = city, stop, []

    def run(self):
        while not self.stop.is_set():
            place = self.city.insist("dispatcher", RECORDED, HELP | {"key": str(uuid4())})
            if number := re.search(r"/contacts/(\d+)$", place):
                self.numbers.append(int(number[1]))


def fire(city, kills):
    """Kill web and clock while everybody is at it; return who did what."""
    chance, stop = random.Random(kills), threading.Event()  # noqa: S311 — the same moments in every run
    supervisor, dispatcher = Supervisor(city, city.sealed), Dispatcher(city, stop)
    city.start_clock()
    supervisor.start()
    dispatcher.start()
    kill = 0
    while kill < kills or supervisor.is_alive():
        kill += 1
        time.sleep(chance.uniform(0.05, 0.4))
        if kill % 3 == 0:
            city.kill_clock()
            city.start_clock()
        elif kill % 4 == 1:
            city.server.kill_all()
            city.server.start()
        else:
            city.server.kill_worker()
        city.server.wait_until_it_answers()
    stop.set()
    for thread in (supervisor, dispatcher):
        thread.join(60)
        assert not thread.is_alive()
    return supervisor, dispatcher


def walk(city, kills):
    supervisor, dispatcher = fire(city, kills)
    assert city.odd == []
    assert city.public() == [], "nothing comes out before its window"
    words = city.database.rows("SELECT notice_id, says, by_id FROM notices_attestation")
    assert len(words) == len(set(words)) == len(city.sealed), "each word is written down once"
    asked = city.database.rows("SELECT notice_id FROM notices_delay")
    assert len(asked) == len(set(asked)) == len(supervisor.delayed)
    assert {number for number, _id in city.notices()} == {*city.sealed, *dispatcher.numbers}
    # The window comes, and the clock is killed in it until it gets through.
    city.kill_clock()
    city.set(MORNING + timedelta(hours=1, seconds=5))
    chance = random.Random(1)  # noqa: S311 — the same moments in every run
    for _ in range(max(3, kills // 8)):
        city.start_clock()
        time.sleep(chance.uniform(0.5, 2.5))
        city.kill_clock()
        assert len(city.public()) in {0, len(supervisor.over)}, "a window is public whole, or not at all"
    city.run_clock()
    city.run_clock()
    out = {number: public_id for number, public_id in city.notices() if public_id}
    assert sorted(out) == sorted(supervisor.over), "all that is over, and nothing that goes on"
    wanted = [f"2026/{number:03d}" for number in range(1, len(supervisor.over) + 1)]
    assert sorted(city.public()) == sorted(out.values()) == wanted


@pytest.fixture
def city(database):
    opened = City(database)
    try:
        opened.open()
        yield opened
    finally:
        if opened.clock:
            opened.kill_clock()
        if opened.server:
            opened.server.kill_all()


@pytest.mark.enable_socket
def test_a_few_kills_of_web_and_clock_leave_every_notice_whole(city):
    walk(city, 8)


@pytest.mark.long
@pytest.mark.enable_socket
def test_eighty_kills_of_web_and_clock_leave_every_notice_whole(city):
    walk(city, 80)

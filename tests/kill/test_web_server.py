"""A real web server is killed again and again while forms come in, each sent until it is acknowledged."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

TOKEN = "k" * 32
CLIENTS = 3
VALUES = {
    "received_at": "2026-11-02T08:51",
    "channel": "phone",
    "agency": "ice",
    "request_types": "backup",
    "decision": "comply",
    "csrfmiddlewaretoken": TOKEN,
}


class Server:
    """gunicorn with one worker, in a process group of its own."""

    def __init__(self, database):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.database = database
        self.start()

    def start(self):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--preload",
            "--threads=4",
            f"--bind=127.0.0.1:{self.port}",
        ]
        command += ["--log-level=critical", "--no-control-socket", "scopeofduty.city.wsgi"]
        self.master = subprocess.Popen(command, env=self.database.env, start_new_session=True)

    def kill_all(self):
        """The machine goes down: master and worker at once."""
        os.killpg(self.master.pid, signal.SIGKILL)
        self.master.wait()

    def kill_worker(self):
        """The worker is killed (as when memory runs out); the master starts another."""
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        for worker in children.read_text(encoding="ascii").split():
            with suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)

    def wait_until_it_answers(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                    connection.request("GET", "/no-such-page")
                    connection.getresponse().read()
                return
            time.sleep(0.02)
        raise AssertionError("the server did not come back within 30 seconds")


class Client(threading.Thread):
    """Sends one form after another, each with its own key, until it is told to stop."""

    def __init__(self, port, session, stop):
        super().__init__(daemon=True)
        self.port, self.session, self.stop = port, session, stop
        self.acknowledged, self.retries, self.odd = {}, 0, []

    def run(self):
        while not self.stop.is_set():
            key = str(uuid4())
            while (number := self.post(key)) is None:
                self.retries += 1
                time.sleep(0.02)
            self.acknowledged[key] = number
            # Sent once more, as an impatient hand would: it must give the same number.
            if len(self.acknowledged) % 5 == 0 and (again := self.post(key)) not in {number, None}:
                self.odd.append((key, number, again))

    def post(self, key):
        cookies = f"sessionid={self.session}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=25)) as connection:
                connection.request("POST", "/contacts/new", urlencode(VALUES | {"key": key}), headers)
                answer = connection.getresponse()
                answer.read()
        except (OSError, http.client.HTTPException):
            return None
        place = re.search(r"/contacts/(\d+)$", answer.headers.get("Location", ""))
        if answer.status != 302 or place is None:
            self.odd.append((key, answer.status, answer.headers.get("Location")))
            return None
        return int(place[1])


def kill_while_recording(database, kills):
    chance = random.Random(kills)  # noqa: S311 — the same moments in every run
    session = database.run("log_in.py").strip()
    server, stop = Server(database), threading.Event()
    clients = [Client(server.port, session, stop) for _ in range(CLIENTS)]
    try:
        server.wait_until_it_answers()
        for client in clients:
            client.start()
        for kill in range(kills):
            time.sleep(chance.uniform(0.02, 0.3))
            if kill % 5 == 4:
                server.kill_all()
                server.start()
            else:
                server.kill_worker()
            server.wait_until_it_answers()
        stop.set()
        for client in clients:
            client.join(60)
            assert not client.is_alive()
    finally:
        stop.set()
        server.kill_all()
    return clients


def check(database, clients):
    assert [client.odd for client in clients] == [[] for _ in clients]
    acknowledged = {key: number for client in clients for key, number in client.acknowledged.items()}
    kept = {
        str(key).replace("-", ""): number
        for key, number in database.rows("SELECT key, number FROM contacts_contact")
    }
    assert kept == {key.replace("-", ""): number for key, number in acknowledged.items()}
    assert database.count_whole() == len(acknowledged)
    assert len(acknowledged) > CLIENTS
    assert sum(client.retries for client in clients) > 0, "no kill met a form under way"


@pytest.mark.enable_socket
def test_twenty_kills_lose_nothing_and_double_nothing(database):
    check(database, kill_while_recording(database, 20))


@pytest.mark.long
@pytest.mark.enable_socket
def test_two_hundred_kills_lose_nothing_and_double_nothing(database):
    check(database, kill_while_recording(database, 200))

"""A good reporter's waits while somebody tries receipts or floods the city with reports, all in one run.

Run ``python benchmarks/reports/flood.py``. `duty demo` on this machine (SQLite); 32 connections flood it
without a pause, and one more, the good reporter's, opens her report and sends one in turn, every tenth of
a second.

The peer is what a log-in costs with the parameters that GlobaLeaks publishes (`globaleaks/utils/crypto.py`:
Argon2id, 16 passes over 128 MiB, one at a time): the same web server, as many threads and connections, for
a minute, since 10,000 tries would take hours. GlobaLeaks also asks each visitor for a proof of work first,
which isn't run here: it makes whoever tries pay, and whoever has reported too.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRIES, REPORTS, CONNECTIONS, PEER_SECONDS = 10_000, 2_000, 32, 60
PAUSE = 0.1
PEER = """
import threading
from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], USE_TZ=True)
lock = threading.Lock()
def log_in(request):
    with lock:
        hash_secret_raw(request.body[:64], b"salt" * 4, 16, 128 * 1024, 1, 32, Type.ID)
    return HttpResponse("no", status=401)
urlpatterns = [path("", log_in)]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/report/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def multipart(told: dict[str, str], parts: dict[str, bytes]) -> tuple[bytes, str]:
    """Return a body as a browser sends it, and its type."""
    edge = secrets.token_hex(8)
    out = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in told.items()
    ]
    for name, data in parts.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="blob"\r\n\r\n'
        out += [head.encode(), data, b"\r\n"]
    return b"".join([*out, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


class Sealer:
    """Seals reports as a browser does, for the roster of the city."""

    def __init__(self, port: int) -> None:
        import json

        from scopeofduty.sealing.roster import read_roster

        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/report/sealed/roster.json")
        first = json.loads(connection.getresponse().read())["editions"][0]
        keepers = [bytes.fromhex(key) for key in first["keepers"]]
        pinned = bytes.fromhex(first["pinned"])
        self.roster = read_roster(first["file"].encode(), keepers=keepers, pinned=pinned)

    def report(self) -> tuple[dict[str, str], dict[str, bytes]]:
        """Return the parts of a report."""
        from scopeofduty.city.reports.framing import framed
        from scopeofduty.sealing.envelope import new_key_pair
        from scopeofduty.sealing.epoch import Epoch, wrap_epoch
        from scopeofduty.sealing.exclusion import panel
        from scopeofduty.sealing.identity_box import seal_identity_box
        from scopeofduty.sealing.message import Chain, seal_message, sign
        from scopeofduty.sealing.receipt import Receipt

        receipt, roster = Receipt.make(os.urandom), self.roster
        readers = panel(roster, ()).ids
        epoch = Epoch(
            receipt.case, 0, new_key_pair().identity, receipt.recipient, receipt.signer.public, (), readers,
            roster.digest,
        )  # fmt: skip
        body = {"kind": "report", "text": "a text"}
        first = sign(Chain(receipt.case).next_message(receipt.signer.public, 0, body), receipt.signer)
        told = {
            "case": receipt.case,
            "lookup_hash": receipt.stored.lookup_hash.hex(),
            "auth_hash": receipt.stored.auth_hash.hex(),
        }
        return told, {
            "wraps": framed(wrap_epoch(epoch, roster, receipt.signer, os.urandom)),
            "message": seal_message(first, epoch.recipient),
            "identity_box": seal_identity_box(b"", new_key_pair().recipient, new_key_pair().recipient),
        }

    def reports(self) -> Iterator[tuple[str, bytes, str]]:
        """Yield reports to send: one is sealed, and gets a new receipt's ids for each sending."""
        told, parts = self.report()
        while True:
            fresh = {name: secrets.token_hex(len(value) // 2) for name, value in told.items()}
            yield "/report/sealed/send/", *multipart(fresh, parts)


def bad_receipts() -> Iterator[tuple[str, bytes, str]]:
    while True:
        told = {"lookup": secrets.token_hex(32), "auth": secrets.token_hex(32)}
        yield "/report/sealed/case/", *multipart(told, {})


def bad_words() -> Iterator[tuple[str, bytes, str]]:
    from scopeofduty.sealing.receipt import Receipt

    while True:
        words = "+".join(Receipt.make(os.urandom).spell("en"))
        yield "/report/follow/", f"words={words}".encode(), "application/x-www-form-urlencoded"


def posted(port: int, path: str, body: bytes, kind: str) -> tuple[float, int]:
    """Post on a connection of its own, as a stranger does; return seconds and status."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request("POST", path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        return time.perf_counter() - began, answer.status
    finally:
        connection.close()


def flood(port: int, make: Callable[[], Iterator], left: multiprocessing.Value) -> None:
    """Post until none are left."""
    import threading

    def one() -> None:
        coming = make()
        while True:
            with left.get_lock():
                if left.value <= 0:
                    return
                left.value -= 1
            posted(port, *next(coming))

    threads = [threading.Thread(target=one) for _each in range(CONNECTIONS // 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def waits(
    port: int, good: list[Callable[[], tuple[str, bytes, str]]], until: Callable[[], bool]
) -> list[float]:
    """Return what the good reporter waited, one request after another, while ``until`` says to go on."""
    found: list[float] = []
    while until():
        seconds, status = posted(port, *good[len(found) % len(good)]())
        if status not in {200, 401}:
            raise SystemExit(f"the good reporter was answered {status}")
        found.append(seconds)
        time.sleep(PAUSE)
    return found


def under(port: int, make: Callable[[], Iterator], count: int, good: list, most: float = 3600) -> tuple:
    """Flood with ``count`` posts; return the good reporter's waits and how many a second were answered."""
    left = multiprocessing.Value("i", count)
    began = time.perf_counter()
    floods = [multiprocessing.Process(target=flood, args=(port, make, left)) for _each in range(2)]
    for each in floods:
        each.start()
    time.sleep(1)

    def going() -> bool:
        return any(each.is_alive() for each in floods) and time.perf_counter() - began < most

    found = waits(port, good, going)
    done, seconds = count - left.value, time.perf_counter() - began
    for each in floods:
        each.terminate()
        each.join()
    return found, done, done / seconds


def line(name: str, found: list[float], done: int = 0, rate: float = 0.0) -> None:
    # Of a few waits the longest stands for the 95th of a hundred.
    p50, p95 = (
        statistics.median(found),
        statistics.quantiles(found, n=20)[18] if len(found) > 19 else max(found),
    )
    print(f"{name:<44}{done:>9}{rate:>9.1f}{len(found):>7}{p50 * 1000:>10.0f}{p95 * 1000:>10.0f}", flush=True)


def measure(city: int, peer: int) -> None:
    sealer = Sealer(city)
    told, parts = sealer.report()
    # Her case is there; she fetches it with lookup and auth, of which the city keeps the hashes.
    from hashlib import sha256

    lookup, auth = os.urandom(32), os.urandom(32)
    hers = told | {"lookup_hash": sha256(lookup).hexdigest(), "auth_hash": sha256(auth).hexdigest()}
    assert posted(city, "/report/sealed/send/", *multipart(hers, parts))[1] == 200
    mine = {"lookup": lookup.hex(), "auth": auth.hex()}
    sent = sealer.reports()
    good = [lambda: ("/report/sealed/case/", *multipart(mine, {})), lambda: next(sent)]
    print(f"{'':<44}{'flood':>9}{'a second':>9}{'good':>7}{'p50 ms':>10}{'p95 ms':>10}")
    end = time.perf_counter() + 20
    line("nobody floods", waits(city, good, lambda: time.perf_counter() < end))
    line("10,000 wrong receipts", *under(city, bad_receipts, TRIES, good))
    line("10,000 wrong receipts without JavaScript", *under(city, bad_words, TRIES, good))
    line("2,000 reports", *under(city, sealer.reports, REPORTS, good))
    theirs = [lambda: ("/", b"receipt", "text/plain")]
    make = lambda: iter(lambda: ("/", secrets.token_bytes(16), "text/plain"), None)  # noqa: E731
    line("peer: Argon2id 128 MiB, nobody floods", waits(peer, theirs, iter([True] * 5 + [False]).__next__))
    line("peer: Argon2id 128 MiB, a minute of tries", *under(peer, make, TRIES, theirs, PEER_SECONDS))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        city, peer = free_port(), free_port()
        (Path(folder) / "peer.py").write_text(PEER, encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": folder}
        gunicorn = ["gunicorn", "-b", f"127.0.0.1:{peer}", "--threads", "8", "--timeout", "600"]
        demo = ["scopeofduty.cli", "demo", "--data", f"{folder}/demo", "--port", str(city)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        servers = [
            subprocess.Popen([sys.executable, "-m", *gunicorn, "peer:application"], env=environment, **quiet),
            subprocess.Popen([sys.executable, "-m", *demo], **quiet),
        ]
        try:
            wait_for(peer)
            wait_for(city)
            measure(city, peer)
        finally:
            for server in servers:
                server.terminate()
                server.wait(60)


if __name__ == "__main__":
    main()

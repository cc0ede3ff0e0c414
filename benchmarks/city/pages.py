"""The desk's answer and a public page, beside a bare Django view, all served by the same server in one run.

Run ``python benchmarks/city/pages.py``. One client on this machine asks in turn; milliseconds a request.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS, WARM = 300, 20
BARE = """
import sys
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], USE_TZ=True)
urlpatterns = [path("", lambda request: HttpResponse("<p>hello</p>" * 200))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
ASKED = {
    "bare Django view": None,
    "desk, two doors": "/desk/",
    "desk, an answer (detainer)": "/desk/contacted/detainer/",
    "desk, next question (backup)": "/desk/contacted/backup/",
    "register of legal obligations": "/obligations/",
    "notices": "/notices/",
    "the ordinance": "/ordinance/",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, path: str) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def measure(port: int, path: str) -> tuple[float, float, int]:
    """Return p50 and p95 in milliseconds, and the size of the answer in bytes as it travels."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times, size = [], 0
    for turn in range(ROUNDS + WARM):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        size = len(answer.read())
        if turn >= WARM:
            times.append((time.perf_counter() - start) * 1000)
    found = statistics.quantiles(times, n=100)
    return found[49], found[94], size


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bare, city = free_port(), free_port()
        (Path(folder) / "bare.py").write_text(BARE, encoding="utf-8")
        environment = os.environ | {"PYTHONPATH": folder}
        servers = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "-b",
                    f"127.0.0.1:{bare}",
                    "--threads",
                    "8",
                    "bare:application",
                ],
                env=environment,
                stderr=subprocess.DEVNULL,
            ),
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "scopeofduty.cli",
                    "demo",
                    "--data",
                    f"{folder}/demo",
                    "--port",
                    str(city),
                ],
                stdout=subprocess.DEVNULL,
            ),
        ]
        try:
            wait_for(bare, "/")
            wait_for(city, "/desk/")
            print(f"{'page':<32}{'p50 ms':>9}{'p95 ms':>9}{'x bare':>8}{'KB':>7}")
            reference = 0.0
            for name, path in ASKED.items():
                p50, p95, size = measure(city if path else bare, path or "/")
                reference = reference or p50
                print(f"{name:<32}{p50:>9.2f}{p95:>9.2f}{p50 / reference:>8.1f}{size / 1024:>7.1f}")
        finally:
            for server in servers:
                server.terminate()
                server.wait(20)


if __name__ == "__main__":
    main()

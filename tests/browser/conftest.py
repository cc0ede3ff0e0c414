"""A real Chromium before the real demo city: what a person sees, counted in taps."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from scopeofduty.city.demo.cast import PASSWORD

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(390, 844), (1280, 800)]


def pytest_collection_modifyitems(items):
    here = [item for item in items if "tests/browser" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.enable_socket)
        item.add_marker(pytest.mark.xdist_group("browser"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(folder, **environment):
    """The demo city in a folder of its own, until the block ends."""
    port = free_port()
    log = (folder / "city.log").open("w", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("D")}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "scopeofduty.cli",
            "demo",
            "--data",
            str(folder / "demo"),
            "--port",
            str(port),
        ],
        stdout=log,
        stderr=subprocess.STDOUT,
        env=inherited | environment,
        cwd=ROOT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, folder / "city.log")
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def wait_for(address, process, log, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/desk/", timeout=5):  # noqa: S310
            return
        time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def city(tmp_path_factory):
    pytest_socket = sys.modules.get("pytest_socket")
    if pytest_socket:
        pytest_socket.enable_socket()
    with running(tmp_path_factory.mktemp("city")) as address:
        yield address


class Visitor:
    """Somebody before a screen: every tap is counted, every console message is kept."""

    def __init__(self, page, city, language):
        self.page, self.city, self.language = page, city, language
        self.taps = 0
        self.console = []
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    def open(self, path):
        prefix = "/es" if self.language == "es" else ""
        self.taps = 0
        return self.page.goto(f"{self.city}{prefix}{path}")

    def tap(self, selector, text=None):
        """Tap the first thing that the selector finds; opening a fold is a tap too."""
        found = self.page.locator(selector, has_text=text) if text else self.page.locator(selector)
        found.first.click()
        self.page.wait_for_load_state()
        self.taps += 1

    def phrase(self):
        """The answer's phrase: which of the six stands on the page."""
        return self.page.locator(".answer").first.get_attribute("data-phrase")

    def log_in(self, who):
        self.open("/account/login/")
        self.page.fill("input[name=login]", who)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main button").first.click()
        self.page.wait_for_url(re.compile(r"/(?!.*login).*"))
        self.page.wait_for_load_state()

    def check(self):
        """No accessibility violation, no console message, nothing wider than the screen."""
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
        found = self.page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")
        assert found == [], self.page.url
        assert self.console == [], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, self.page.url


# Every combination is walked in the CI lane; one of each size and language in the fast one.
WALKS = [
    pytest.param((size, language), id=f"{size[0]}-{language}", marks=[] if fast else [pytest.mark.long])
    for size, language, fast in (
        (SIZES[0], "en", True),
        (SIZES[1], "es", True),
        (SIZES[0], "es", False),
        (SIZES[1], "en", False),
    )
]


@pytest.fixture(params=WALKS)
def visitor(request, chromium, city):
    (width, height), language = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    yield Visitor(context.new_page(), city, language)
    context.close()

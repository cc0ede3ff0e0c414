"""The demo city, run by its own command, and a real Chromium that looks at it."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LONGEST_STOP = 60  # seconds


@pytest.fixture(scope="session")
def riverbend(tmp_path_factory):
    """Open a fresh demo and return its address."""
    folder = tmp_path_factory.mktemp("riverbend") / "demo"
    command = [Path(sys.executable).parent / "duty", "demo", "--port", "0", "--data", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as city:
        told = iter(city.stdout.readline, "")
        address = next(
            (found[1] for line in told if (found := re.search(r"open at (http\S+?)/ ", line))), None
        )
        assert address, "the demo did not open"
        yield address
        city.send_signal(signal.SIGINT)
        city.wait(LONGEST_STOP)


@pytest.fixture(scope="session")
def chromium():
    """Start the system's Chromium; root (a container) needs it without its sandbox."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()

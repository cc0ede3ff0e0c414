"""Fixtures for every test. Unit tests have no network: sockets are off unless a lane turns them on."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

# A busy machine is no fault of the code: nothing here is judged by how long it took.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# A shell starts what runs in its background with Ctrl-C ignored, and children inherit that; tests stop with
# Ctrl-C what they started.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Leave the language as it was: a page asked for in Spanish must not speak in the next test."""
    yield
    if "django.utils.translation" in sys.modules:
        from django.utils import translation

        translation.deactivate()


@pytest.fixture(scope="session")
def many_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a way to get folders that nobody has used; none of them exists yet."""
    root = tmp_path_factory.mktemp("city")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_folders(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep each test's log, ledger keys and sealed reports in folders of its own, like its rows."""
    if "riverbend" in request.fixturenames:  # the demo is seeded once for a file of tests, with its folders
        yield
        return
    with city_folders(next(request.getfixturevalue("many_folders"))):
        yield


@pytest.fixture(autouse=True)
def emptied_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the tables of a test that commits be emptied afterwards, which the city's triggers refuse."""
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & {*request.fixturenames}
    if not commits and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # ends after this one
    yield
    from scopeofduty.city.accounts import triggers

    triggers.take_away("default")  # emptying puts them back


@contextmanager
def city_folders(root: Path) -> Iterator[None]:
    """Let the city keep what it has on disk below ``root``."""
    from django.conf import settings as city
    from django.test import override_settings

    kept = {name: root / name.lower() for name in dir(city) if name in ON_DISK}
    with override_settings(**kept):
        yield


ON_DISK = frozenset(
    {"LAW_FOLDER", "LEDGER_FOLDER", "LEDGER_KEYS", "LOG_FOLDER", "LOG_KEEPERS", "REPORTS_FOLDER"}
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, one for every walk of a worker: a process can start Playwright once."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as every other wait: a busy machine is no fault of the code
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here: apt install chromium")
    # Its loop stays in this thread, and Django would refuse to ask a database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()

"""City IT's path in a real browser: sweep the drive, take it in, settle ten hits, see the public list."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.browser.conftest import ROOT, Visitor, running

pytestmark = [pytest.mark.browser, pytest.mark.long]
PICTURES = os.environ.get("DUTY_PICTURES")  # a folder: what was seen is kept there, for whoever looks


@pytest.fixture(scope="module")
def drive(tmp_path_factory):
    """A demo of its own: the walk changes it. Its address, its drive, and a file with today's sweep."""
    sys.modules["pytest_socket"].enable_socket()
    folder = tmp_path_factory.mktemp("it")
    with running(folder) as address:
        found = subprocess.run(
            [sys.executable, "-m", "scopeofduty.cli", "sweep", "shared-drive", "--json"],
            cwd=folder / "demo",
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            check=False,
        )
        assert found.returncode == 1, found.stderr
        sweep = folder / "sweep.json"
        sweep.write_bytes(found.stdout)
        yield address, folder / "demo" / "shared-drive", sweep


def seen(visitor, name):
    visitor.check()
    if PICTURES:
        width = visitor.page.viewport_size["width"]
        visitor.page.screenshot(path=f"{PICTURES}/{name}-{width}-{visitor.language}.png", full_page=True)


def someone(chromium, address, size, language="en"):
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    return Visitor(context.new_page(), address, language)


def test_city_it_walks_its_path(chromium, drive):
    address, forms, sweep = drive
    ira = someone(chromium, address, (390, 844))
    ira.log_in("it")
    ira.open("/points/sweeps/")
    ira.page.set_input_files("input[name=file]", sweep)
    ira.tap("main form button")
    assert "18 new points to settle" in ira.page.content()
    assert "old-report.doc" in ira.page.content()
    seen(ira, "sweeps")
    ira.open("/points/")
    seen(ira, "to-settle")
    for box in ira.page.locator("input[name=point]").all()[:10]:
        box.check()
    ira.tap("main form[action] button", "Settle the ticked ones")
    ira.page.check("input[name=decision][value=remove]")
    ira.page.fill("input[name=expires_on]", "2099-01-31")
    ira.page.fill("textarea[name=reason]", "No law asks for it.")
    seen(ira, "settle")
    ira.tap("main form button", "Settle")
    assert "10 points are settled." in ira.page.content()
    seen(ira, "settled")
    corey = someone(chromium, address, (1280, 800))
    corey.log_in("counsel")
    corey.open("/points/?show=confirm")
    corey.tap("main table tbody th a")
    seen(corey, "point")
    corey.tap("main form button", "Confirm: the law requires it")
    assert "Confirmed." in corey.page.content()
    _check_a_form(chromium, address, forms)
    _the_public_list(chromium, address)


def _check_a_form(chromium, address, forms):
    libby = someone(chromium, address, (390, 844), "es")
    libby.log_in("library")
    libby.open("/points/check/")
    libby.page.set_input_files("input[name=file]", forms / "parks" / "pool-pass.pdf")
    libby.tap("main form button")
    assert "Country of birth" in libby.page.content()
    assert libby.page.locator("main .tag[data-tone=no]").count() >= 1
    seen(libby, "check")


def _the_public_list(chromium, address):
    for size, language in (((390, 844), "es"), ((1280, 800), "en")):
        resident = someone(chromium, address, size, language)
        resident.open("/collection/")
        assert "8 USC 1324a(b)" in resident.page.content()
        assert not resident.page.context.cookies()
        seen(resident, "public")

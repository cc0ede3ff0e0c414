"""Somebody who never saw it checks a notice to the end: on its page, from files, offline, with openssl."""

from __future__ import annotations

import re
import subprocess
import sys
from shutil import which

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.long]
HOLDS = {"": "This notice holds.", "/es": "Este aviso es auténtico."}
REFUSED = {"": "This does NOT hold.", "/es": "Esto NO es auténtico."}


def saved(page, selector, folder):
    with page.expect_download() as download:
        page.click(selector)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def checked(page, proof=None, policy=None):
    """Choose the files, if there are any to choose, press the button, and read the verdict."""
    if proof:
        page.set_input_files("[name=proof]", proof)
        page.set_input_files("[name=policy]", policy)
    before = page.locator("form output").inner_text()
    page.locator("form button").first.click()
    expect(page.locator("form output")).not_to_have_text(before, use_inner_text=True)
    return page.inner_text("form output strong")


@pytest.mark.parametrize("language", ["", "/es"])
def test_check_this_yourself(city, chromium, tmp_path, language):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{city}{language}/notices/")
    page.locator("main a[href*='/notices/2']").first.click()
    page.wait_for_load_state()
    assert checked(page).startswith(HOLDS[language])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    proof = saved(page, "a[href$='.tlog-proof']", tmp_path)
    policy = saved(page, "a[href$='city.policy']", tmp_path)
    page.click("main a[href$='/log/check/']")
    page.wait_for_load_state()
    assert checked(page, proof, policy).startswith(HOLDS[language])
    commands = "\n".join(page.locator("pre code").all_inner_texts())
    offline_page = saved(page, "a[download$='.html']", tmp_path)
    script = saved(page, "a[download='check-notice.sh']", tmp_path)
    offline = chromium.new_context(offline=True).new_page()
    offline.goto(offline_page.as_uri())
    assert checked(offline, proof, policy).startswith(HOLDS[language])
    twisted = tmp_path / "twisted.tlog-proof"
    twisted.write_text(proof.read_text().replace("index ", "index 1", 1))
    assert checked(offline, twisted, policy) == REFUSED[language]
    by_command(commands, proof, policy, script)


def by_command(commands, proof, policy, script):
    """Type what the page says, with the name under which the proof was saved."""
    typed = re.sub(r"notice-[\d-]+\.tlog-proof", proof.name, commands)
    assert f"sh {script.name} {proof.name} {policy.name}" in typed
    assert f"verify {proof.name} --policy {policy.name}" in typed
    runs = [[sys.executable, "-m", "scopeofduty.cli", "verify", proof.name, "--policy", policy.name]]
    if all(which(tool) for tool in ("openssl", "xxd")):
        runs.append(["sh", script.name, proof.name, policy.name])
    for command in runs:
        done = subprocess.run(command, cwd=proof.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert re.search("saw it by", done.stdout)

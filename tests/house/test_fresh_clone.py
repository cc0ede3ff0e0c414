"""The README's first command, as a stranger types it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.long
@pytest.mark.enable_socket
@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="this is no git checkout, so there is nothing to clone"
)
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_make_run_opens_the_demo_from_a_fresh_clone():
    done = subprocess.run(
        [ROOT / "scripts" / "fresh-clone"], capture_output=True, text=True, check=False, timeout=900
    )
    print(done.stdout)  # noqa: T201 — the time it took belongs in the lane's output
    assert done.returncode == 0, done.stderr

"""`scripts/set-up` on machines that lack something: one clear sentence, and nothing half-made."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = '#!/bin/sh\ncase "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac\n'
WITHOUT_VENV = f"""#!/bin/sh
case "$2" in *ensurepip*) echo "No module named ensurepip" >&2; exit 1;; esac
exec {sys.executable} "$@"
"""
NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")


@pytest.fixture
def checkout(tmp_path):
    """A folder with what set-up reads, and a PATH on which only our own python stands."""
    for part in ("scripts", "requirements", "js"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for name in ("Makefile", "pyproject.toml", "package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "head", "cat", "cksum", "tr", "id", "uname", "make", "grep", "awk"):
        found = shutil.which(tool)
        if found:
            (tools / tool).symlink_to(found)
    return tmp_path


def with_python(checkout, script, names=NAMES):
    for name in names:
        path = checkout / "tools" / name
        path.write_text(script)
        path.chmod(0o755)


def set_up(checkout, *command):
    return subprocess.run(
        list(command) or ["sh", "scripts/set-up", "run"],
        cwd=checkout,
        env={"PATH": str(checkout / "tools"), "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def refused(done, *words):
    assert done.returncode != 0
    said = [line for line in done.stderr.strip().splitlines() if not line.startswith("make")]
    assert len(said) == 1, done.stderr
    for word in words:
        assert word in said[0]


def test_an_old_python(checkout):
    with_python(checkout, OLD)
    refused(set_up(checkout), "Python 3.11 or newer is needed", "Python 3.9.2", "make PYTHON=")
    assert not (checkout / ".venv").exists()


def test_no_python_at_all(checkout):
    refused(set_up(checkout), "Python 3.11 or newer is needed")


def test_a_missing_venv_module(checkout):
    with_python(checkout, WITHOUT_VENV, ("python3",))
    refused(set_up(checkout), "venv module is missing", "apt install python3-venv")
    assert not (checkout / ".venv").exists()


def test_make_run_says_the_same(checkout):
    with_python(checkout, OLD)
    refused(set_up(checkout, "make", "run"), "Python 3.11 or newer is needed")


def test_make_alone_prints_help(checkout):
    done = set_up(checkout, "make")
    assert done.returncode == 0
    for target in ("run", "test", "lint", "bench", "docs"):
        assert f"make {target}" in done.stdout

"""`duty log`, as typed, in a data folder of its own."""

import json
import os
import subprocess
import sys

import pytest

HOLDER = "the clerk=" + "ab" * 32


@pytest.fixture
def duty(tmp_path):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("D", "PUBLIC_"))}

    def run(*arguments):
        command = [
            sys.executable,
            "-m",
            "scopeofduty.cli",
            "log",
            *arguments,
            "--data",
            str(tmp_path / "city"),
        ]
        return subprocess.run(
            command, env=inherited, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.mark.long
def test_a_log_is_begun_shown_given_new_keys_and_rebuilt_after_its_database_is_deleted(duty, tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    nothing = duty("show")
    assert nothing.returncode == 2
    assert "duty serve" in nothing.stderr
    without = duty("rebuild")
    assert without.returncode == 2
    assert "--mirror" in without.stderr
    assert "Traceback" not in without.stderr
    bad = duty("begin", "log.x.example/n", "--holder", "clerk=12")
    assert bad.returncode == 2
    assert "64 hexadecimal digits" in bad.stderr
    begun = duty("begin", "log.x.example/n", "--holder", HOLDER, "--json")
    assert begun.returncode == 0, begun.stderr
    told = json.loads(begun.stdout)
    assert told["origin"].startswith("log.x.example/n/86400/8/")
    assert duty("new-keys").returncode == 0
    for path in folder.glob("*.sqlite3*"):
        path.unlink()
    again = duty("rebuild", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["lost"] == 0
    assert json.loads(duty("show", "--json").stdout)["log keys"] == told["log keys"]
    twice = duty("rebuild")
    assert twice.returncode == 2
    assert "new one" in twice.stderr

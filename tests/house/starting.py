"""Start a command of ours as a person does, and stop it as Ctrl-C does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager


def duty(*arguments: object, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scopeofduty.cli", *map(str, arguments)],
        env=environment(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


def environment(given: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DUTY_", "DJANGO_"))}
    for name in ("DATABASE_URL", "PUBLIC_DATABASE_URL"):
        kept.pop(name, None)
    return {**kept, "PYTHONUNBUFFERED": "1", **given}


@contextmanager
def running(*arguments, until="Ctrl-C stops it", **given):
    """Run a command that stays, read what it prints until it is ready, and stop it as Ctrl-C does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scopeofduty.cli", *map(str, arguments)],
        env=environment(given),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    told = []
    try:
        for line in process.stdout:
            told.append(line)
            if until in line:
                break
        yield told, "".join(told)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        told.append(process.stdout.read())
        assert process.wait(timeout=30) == 0, "".join(told)
        assert "Stopped." in told[-1]
        assert "Traceback" not in "".join(told)
        process.stdout.close()

"""The clock beside the web: a process of its own, started again when it dies, gone when the web is gone."""

from __future__ import annotations

import subprocess
import sys
import threading

PAUSE = 1.0  # seconds before a clock that died is started again
PATIENCE = 10.0  # seconds for a clock to finish the job it is at


class ClockBeside:
    """Keeps one ``duty clock`` running until ``stop``.

    The clock reads a pipe that this process holds: however this process ends, the pipe closes and the clock
    stops by itself, so that none is left behind.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="clock", daemon=True)

    def start(self) -> None:
        """Start the clock and watch it."""
        self._keeper.start()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scopeofduty.cli", "clock", "--beside"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                # Ctrl-C is for the web, which then tells its clock to finish.
                start_new_session=True,
            )
            self._process.wait()
            self._stopping.wait(PAUSE)

    def stop(self) -> None:
        """Let the clock finish the job it is at, and wait for it."""
        self._stopping.set()
        process = self._process
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

"""``duty clock``: run what is due (publication windows, reminders, deadlines), each once a window."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scopeofduty.cli.city import in_city

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

LOOK_EVERY = 20.0  # seconds
EPILOG = """exit codes: 0 stopped, or (with --once) everything due was done; 1 with --once: a job failed,
and the clock's page names it; 2 the city's data can't be opened."""


def add_parser(subparsers: Any) -> None:
    """Add ``clock`` to the command line."""
    parser = subparsers.add_parser(
        "clock",
        help="run what is due, each job once a window",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    parser.add_argument("--once", action="store_true", help="run what is due now, and stop")
    parser.add_argument("--beside", action="store_true", help="stop when standard input is closed")
    parser.add_argument("--json", action="store_true", help="print one JSON object a job")
    parser.set_defaults(run=clock_command)


@in_city
def clock_command(arguments: argparse.Namespace) -> int:
    """Run ``duty clock`` and return its exit code."""
    tell = _as_json if arguments.json else _as_text
    if arguments.once:
        return 0 if _look(tell) else 1
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    if arguments.beside:
        threading.Thread(target=_stop_at_the_end, args=(stop,), daemon=True).start()
    keep_time(stop, tell)
    return 0


def _stop_at_the_end(stop: threading.Event) -> None:
    """Set ``stop`` once standard input is closed: whoever started this clock is gone."""
    sys.stdin.read()
    stop.set()


def keep_time(stop: threading.Event, tell: Callable[[datetime, str], None]) -> None:
    """Look for what is due until ``stop`` is set; a database that is away for a while is no reason to end."""
    from django.db import DatabaseError, close_old_connections

    while not stop.is_set():
        try:
            _look(tell)
        except DatabaseError as error:
            print(f"the database did not answer ({type(error).__name__}); trying again", file=sys.stderr)
        close_old_connections()
        stop.wait(LOOK_EVERY)


def _look(tell: Callable[[datetime, str], None]) -> bool:
    """Run what is due now; return whether all of it was done."""
    from scopeofduty.city.clock import port
    from scopeofduty.city.clock.due import due, run_due

    now = port.now()
    for each in run_due(now):
        tell(each.window, each.job.name)
    return not due(now)


def _as_text(window: datetime, name: str) -> None:
    print(f"{window.isoformat()}  {name}", flush=True)


def _as_json(window: datetime, name: str) -> None:
    print(json.dumps({"window": window.isoformat(), "job": name}), flush=True)

"""``duty demo``: the demo city Riverbend, made once and opened in the foreground."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.cli.data_folder import CannotStartError, Kind, claim, empty, open_as

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

PORT = 8420
HOST = "127.0.0.1"
SEEDED = "demo-is-complete"
TRY = """Three things to try
  1. Nobody logs in: open {address}/desk/ and ask what to do when federal officers
     ask for backup, or whether a library card may ask for a birthplace.
  2. Log in as dispatcher, ask the desk again, and record the contact from its answer.
  3. Log in as supervisor: a departure from the answer waits for review in your room."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's options."""
    parser = subparsers.add_parser(
        "demo",
        help="open the demo city Riverbend",
        description="Open the demo city Riverbend, in which everything is made up, on this machine only.",
    )
    parser.add_argument(
        "--data", type=Path, default=Path("var/demo"), help="folder of the demo (%(default)s)"
    )
    parser.add_argument("--port", type=int, default=PORT, help="port on this machine (%(default)s)")
    parser.add_argument("--reset", action="store_true", help="forget what was done and make a fresh demo")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demo when needed, and serve it until Ctrl-C; return 0, or 2 when it can't start."""
    # Somebody's own database must never receive a demo.
    for name in ("DATABASE_URL", "PUBLIC_DATABASE_URL", "DUTY_HOSTS"):
        os.environ.pop(name, None)
    try:
        from scopeofduty.cli.web_server import WebServer, listen

        listener = listen(HOST, arguments.port, command="duty demo")
        folder = arguments.data.absolute()
        _make(folder, fresh=arguments.reset)
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return 2
    address = f"http://{HOST}:{listener.getsockname()[1]}"
    WebServer(listener, lambda: print(_told(address, folder), flush=True)).run()
    return 0


def _make(folder: Path, *, fresh: bool) -> None:
    claim(folder, Kind.DEMO)
    # A demo that was interrupted half-way is made again from the start.
    if fresh or not (folder / SEEDED).exists():
        empty(folder)
        print("Making the demo city (once; it takes a moment)", flush=True)
    open_as(folder, Kind.DEMO)
    if not (folder / SEEDED).exists():
        from scopeofduty.city.clock.port import now

        _seed(now())
        (folder / SEEDED).write_text("", encoding="utf-8")


def _seed(at: datetime) -> None:
    from django.db import connections

    from scopeofduty.city.demo.seed import seed

    seed(at, lambda doing: print(f"  {doing}", flush=True))
    connections.close_all()


def _told(address: str, folder: Path) -> str:
    from scopeofduty.city.demo.cast import CAST, PASSWORD

    rows = [(member.username, member.name, member.title) for member in CAST]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {username:<{widths[0]}}  {name:<{widths[1]}}  {title}" for username, name, title in rows]
    return "\n".join(
        [
            "",
            f"Riverbend is open at {address}/ (Spanish: {address}/es/)",
            "This is a demo: the city and everybody in it are made up, and no second factor is asked for.",
            "",
            f"Who can log in, all with the password {PASSWORD}",
            *lines,
            "",
            TRY.format(address=address),
            "",
            f"Its data is in {_near(folder)}; `duty demo --reset` makes a fresh one. Ctrl-C stops it.",
        ]
    )


def _near(folder: Path) -> str:
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)

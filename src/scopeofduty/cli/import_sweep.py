"""``duty import sweep``: take what a sweep found into the register of collection points."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scopeofduty.cli.city import in_city

EPILOG = """exit codes: 0 nothing is left to settle; 1 points wait to be settled; 2 the file or the database
must be mended, and nothing was stored.

The same file twice changes nothing. A point leaves the list when a later sweep has read the same place and no
longer finds it."""


def add_to(kinds: Any) -> None:
    """Add ``import sweep`` to the kinds of import."""
    sweep = kinds.add_parser(
        "sweep",
        help="what `duty sweep PATH --json` found, into the register of collection points",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sweep.add_argument("file", type=Path, help="the JSON that `duty sweep PATH --json` printed")
    sweep.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    sweep.add_argument("--json", action="store_true", help="print one JSON object")
    sweep.set_defaults(run=sweep_command)


@in_city
def sweep_command(arguments: argparse.Namespace) -> int:
    """Run ``duty import sweep`` and return its exit code."""
    from scopeofduty.city.clock import port
    from scopeofduty.city.points import importing, sweep_file
    from scopeofduty.city.points.listing import to_settle

    try:
        with arguments.file.open("rb") as stream:
            data = stream.read(sweep_file.LARGEST + 1)
        outcome = importing.take(sweep_file.read(data), by=None, at=port.now())
    except OSError as error:
        print(f"{arguments.file} can't be read: {(error.strerror or str(error)).lower()}.", file=sys.stderr)
        return 2
    except sweep_file.UnreadableSweepError as error:
        print(f"{arguments.file}: {error}", file=sys.stderr)
        return 2
    waiting = to_settle().count()
    told = outcome.as_json() | {"to_settle": waiting}
    print(json.dumps(told) if arguments.json else _as_text(told))
    return 1 if waiting else 0


def _as_text(told: dict[str, Any]) -> str:
    if told["known"]:
        return (
            f"This file was taken in before; nothing changed. {told['to_settle']} points wait to be settled."
        )
    return (
        f"{told['found']} new points, {told['again']} seen again, {told['gone']} proven gone, "
        f"{told['back']} there again; {told['unread']} parts were not read. "
        f"{told['unassigned']} of the new ones have no department. "
        f"{told['to_settle']} points wait to be settled."
    )

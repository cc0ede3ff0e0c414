"""``duty import lookups``: take an audit log of look-ups into the register of look-ups."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scopeofduty.cli.city import in_city

EPILOG = """exit codes: 0 no look-up served immigration enforcement or may have; 1 some did; 2 the log, the
list or the database must be mended, and nothing was stored. The same log twice changes nothing."""


def add_to(kinds: Any) -> None:
    """Add ``import lookups`` to the kinds of import."""
    lookups = kinds.add_parser(
        "lookups",
        help="an audit log of plate readers or databases; no plate and no name is kept",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    lookups.add_argument("file", type=Path, help="the log: CSV, JSON lines or XLSX")
    lookups.add_argument("--name", help="what the log is (default: the file's name)")
    lookups.add_argument("--agencies", type=Path, help="list of agencies with 287(g) agreements")
    lookups.add_argument("--home-state", default="", metavar="XX", help="state of agencies that name none")
    lookups.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    lookups.add_argument("--json", action="store_true", help="print one JSON object")
    lookups.set_defaults(run=lookups_command)


@in_city
def lookups_command(arguments: argparse.Namespace) -> int:
    """Run ``duty import lookups`` and return its exit code."""
    from tqdm import tqdm

    from scopeofduty.city.clock import port
    from scopeofduty.city.lookups import taking
    from scopeofduty.sweep.readers.source import Source

    try:
        listed = arguments.agencies.read_text("utf-8-sig", errors="replace") if arguments.agencies else ""
        with arguments.file.open("rb") as stream:
            source = Source(arguments.file.name, stream.read(taking.LARGEST + 1))
        with tqdm(desc="look-ups", unit=" look-ups", disable=None, file=sys.stderr) as bar:
            log, new = taking.take(
                source,
                name=arguments.name or arguments.file.stem,
                listed=listed,
                home_state=arguments.home_state,
                by=None,
                at=port.now(),
                progress=bar.update,
            )
    except OSError as error:
        print(f"{error.filename} can't be read: {(error.strerror or str(error)).lower()}.", file=sys.stderr)
        return 2
    except taking.UnreadableLogError as error:
        print(error, file=sys.stderr)
        return 2
    told = {"log": log.name, "new": new, **log.counts}
    print(json.dumps(told) if arguments.json else _as_text(told))
    return 1 if log.counts["by"].get("served") or log.counts["by"].get("possible") else 0


def _as_text(told: dict[str, Any]) -> str:
    by = told["by"]
    first = "" if told["new"] else "This log was taken in before; nothing changed. "
    return (
        f"{first}{told['lookups']} look-ups of {told['log']}: {by.get('served', 0)} served immigration "
        f"enforcement, {by.get('possible', 0)} may have, {by.get('not told', 0)} tell nothing, "
        f"{by.get('not', 0)} gave another reason. {told['not_read']} rows were not read; "
        f"{told['again']} stood in an earlier log and are not counted again."
    )

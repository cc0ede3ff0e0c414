"""`duty sweep lookups FILE`: which look-ups of an audit log served immigration enforcement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.sweep.lookups import Agencies, Judged, NotALookup

NONE, SOME, BAD_INPUT = 0, 1, 2
_SHOWN = 100


def run(args: argparse.Namespace) -> int:
    """Judge one log. Returns 0 when nothing served or may have served, 1 when some did, 2 for bad input."""
    from scopeofduty.sweep.lookups import Judged, LogError, NotALookup, Served, judge_log, read_log, totals
    from scopeofduty.sweep.readers.source import Source

    if len(args.paths) != 2:
        return _refuse(
            "lookups takes one audit log: duty sweep lookups FILE [--agencies LIST] [--home-state XX]"
        )
    path = Path(args.paths[1])
    try:
        agencies = _agencies(args.agencies)
        found = list(judge_log(read_log(Source(path.name, path.read_bytes())), agencies, args.home_state))
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}")
    except LogError as error:
        return _refuse(f"{path}: {error}")
    except ValueError as error:
        return _refuse(f"{args.agencies}: {error}")
    counts = totals(found)
    if args.json:
        _print_json(counts, found)
    else:
        told = [
            item
            for item in found
            if isinstance(item, Judged) and item.served in {Served.SERVED, Served.POSSIBLE}
        ]
        unread = [item for item in found if isinstance(item, NotALookup)]
        print(_page(counts, told, unread, quiet=args.quiet), end="")
    return SOME if counts["by"]["served"] or counts["by"]["possible"] else NONE


def _refuse(text: str) -> int:
    print(f"duty sweep: {text}", file=sys.stderr)
    return BAD_INPUT


def _agencies(path: Path | None) -> Agencies | None:
    from scopeofduty.sweep.lookups import Agencies

    return Agencies.read(path.read_text("utf-8-sig", errors="replace")) if path else None


def _print_json(counts: dict[str, Any], found: list[Judged | NotALookup]) -> None:
    from scopeofduty.sweep import report
    from scopeofduty.sweep.lookups import Judged

    rows = [item.as_json() for item in found if isinstance(item, Judged)]
    unread = [{"row": i.row, "reason": i.why} for i in found if not isinstance(i, Judged)]
    print(report.dumps({"version": 1, "totals": counts, "lookups": rows, "not_read": unread}), end="")


def _line(item: Judged) -> str:
    look = item.lookup
    partner = f" [{item.partner.agreement or '287(g) list'}]" if item.partner else ""
    start = f"{look.row:>7}  {item.served:8}  {look.time:22}  "
    return f"{start}{look.agency}{partner}: {look.reason or '(empty)'}"


def _page(counts: dict[str, Any], told: list[Judged], unread: list[NotALookup], *, quiet: bool) -> str:
    lines = [_line(item) for item in told[: 0 if quiet else _SHOWN]]
    if len(told) > _SHOWN and not quiet:
        lines.append(f"... and {len(told) - _SHOWN} more; --json gives them all")
    lines.extend(f"not read: row {item.row}: {item.why}" for item in unread[:_SHOWN])
    by = counts["by"]
    lines.append(
        f"{counts['lookups']} look-ups: {by['served']} served immigration enforcement, "
        f"{by['possible']} may have, {by['not told']} don't tell, {by['not']} give another reason; "
        f"{counts['not_read']} rows not read."
    )
    return "\n".join(lines) + "\n"

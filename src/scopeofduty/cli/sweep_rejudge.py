"""`duty sweep rejudge REPORT.json`: old hits under today's rules, without reading the data again."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.sweep.rejudge import Rejudged
    from scopeofduty.sweep.report import Sweep

CLEAN, BAD_INPUT = 0, 2


def run(args: argparse.Namespace) -> int:
    """Judge one report again. Returns 0, or 2 when it can't be read."""
    from scopeofduty.sweep.rejudge import rejudge

    if len(args.paths) != 2:
        return _refuse("rejudge takes one report: duty sweep rejudge REPORT.json [--json]")
    path = Path(args.paths[1])
    try:
        told = json.loads(path.read_text("utf-8-sig"))
        old = _report(told)
        swept = dict(told.get("swept") or {})
    except OSError as error:
        return _refuse(f"{path} can't be read: {error.strerror}")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _refuse(f"{path}: expected what `duty sweep --json` printed ({type(error).__name__})")
    now = rejudge(old.hits)
    if args.json:
        _print_json(old, now, swept)
    else:
        _print(now)
    return CLEAN


def _refuse(text: str) -> int:
    print(f"duty sweep: {text}", file=sys.stderr)
    return BAD_INPUT


def _report(told: dict[str, Any]) -> Sweep:
    from scopeofduty.sweep.hit import Hit, NotRead
    from scopeofduty.sweep.report import Sweep

    hits = tuple(Hit.from_json({k: v for k, v in row.items() if k != "settled"}) for row in told["hits"])
    unread = tuple(NotRead(**row) for row in told.get("not_read", ()))
    settled = frozenset(row["fingerprint"] for row in told["hits"] if row.get("settled"))
    return Sweep(hits, unread, settled, tuple(map(str, told.get("notes", ()))))


def _print_json(old: Sweep, now: Rejudged, swept: dict[str, Any]) -> None:
    """Print a report like the old one: ``swept`` still says when the data was read, and where."""
    from scopeofduty.sweep import report

    standing = now.kept + tuple(new for _, new in now.changed)
    order = {hit.fingerprint: place for place, hit in enumerate(old.hits)}
    hits = tuple(sorted(standing, key=lambda hit: order[hit.fingerprint]))
    judged = {"rejudged_at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")}
    told = report.as_json(report.Sweep(hits, old.not_read, old.settled, old.notes))
    dropped = [hit.fingerprint for hit in now.dropped]
    print(report.dumps(told | {"swept": swept | judged, "dropped": dropped}), end="")


def _print(now: Rejudged) -> None:
    for hit in now.dropped:
        print(f"no longer a hit: {hit.file} {hit.locator}: {hit.text[:100]} ({hit.rule})")
    for old, new in now.changed:
        print(f"now {new.category} by {new.rule}, was {old.category} by {old.rule}: {new.file} {new.locator}")
    print(f"{len(now.kept)} stand, {len(now.changed)} changed, {len(now.dropped)} are no hits any more.")

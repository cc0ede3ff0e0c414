"""`duty sweep`: find where the city collects immigration-related information.

Exit codes: 0 nothing to settle · 1 hits to settle · 2 something given must be mended ·
3 nothing to settle, but with --strict something could not be read.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from concurrent.futures import Executor

    from scopeofduty.sweep.hit import Hit, NotRead
    from scopeofduty.sweep.report import Sweep
    from scopeofduty.sweep.settle import Suppression
    from scopeofduty.sweep.unit import Unit, UnitResult

CLEAN, HITS, BAD_INPUT, UNREAD = 0, 1, 2, 3
_SHOWN = 200


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sweep` to the command line."""
    parser = subparsers.add_parser(
        "sweep",
        help="find where the city collects immigration-related information",
        description="Read files, folders, archives or databases and report every place that asks for, "
        "stores or mentions immigration-related information. Nothing leaves this machine.",
        epilog="Also: `duty sweep score FILE` measures the rules; `duty sweep rules` prints them; "
        "`duty sweep lookups FILE` judges an audit log of plate-reader or database look-ups; "
        "`duty sweep rejudge REPORT.json` puts old hits to today's rules without reading the data again. "
        "Exit codes: 0 nothing to settle, 1 hits to settle, 2 something given must be mended, "
        "3 with --strict: not all was read.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH|URL", help="file, folder, archive, or database URL")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the hits as CSV")
    parser.add_argument("--sarif", type=Path, metavar="FILE", help="write SARIF 2.1.0")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write one HTML page")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="hits in this file are settled")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write hits as a baseline")
    parser.add_argument("--state", type=Path, metavar="FILE", help="resume, and skip unchanged files")
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="GLOB", help="leave out files (repeatable)"
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: one a core)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="do it on a Dask cluster (tcp://host:8786)")
    parser.add_argument(
        "--sample", action="store_true", help="databases: also read up to 200 values a text column"
    )
    parser.add_argument(
        "--agencies", type=Path, metavar="LIST", help="lookups: agencies with 287(g) agreements"
    )
    parser.add_argument(
        "--home-state", default="", metavar="XX", help="lookups: the state of agencies that name none"
    )
    parser.add_argument("--strict", action="store_true", help="exit 3 when something could not be read")
    parser.add_argument("--quiet", action="store_true", help="no progress, no list of hits")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sweep, or print the rules or a score. Returns an exit code of the table above."""
    word = args.paths[0]
    if word in _WORDS and not Path(word).exists():
        return _WORDS[word](args)
    missing = [p for p in args.paths if "://" not in p and not Path(p).exists()]
    if missing:
        return _refuse(
            f"{missing[0]} is no file or folder here; give a path or a database URL (sqlite:///file.db)"
        )
    from scopeofduty.sweep.cluster import ClusterError
    from scopeofduty.sweep.settle import BaselineError

    try:
        sweep = _sweep(args)
        _write(args, sweep)
    except BaselineError as error:
        return _refuse(f"{args.baseline}: {error}")
    except ClusterError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}")
    unread = UNREAD if args.strict and sweep.not_read else CLEAN
    return HITS if sweep.open else unread


def _refuse(text: str) -> int:
    print(f"duty sweep: {text}", file=sys.stderr)
    return BAD_INPUT


def _sweep(args: argparse.Namespace) -> Sweep:
    from scopeofduty.sweep import settle
    from scopeofduty.sweep.hit import Hit, NotRead
    from scopeofduty.sweep.report import Sweep

    known = frozenset(settle.read_baseline(args.baseline.read_text("utf-8")) if args.baseline else ())
    found = [*_files(args), *_databases(args)]
    hits = tuple(item for item in found if isinstance(item, Hit))
    marks = _marks(hits)
    settled, notes = settle.suppressed(hits, marks, dt.datetime.now(tz=dt.UTC).date())
    return Sweep(hits, tuple(i for i in found if isinstance(i, NotRead)), known | settled, tuple(notes))


def _marks(hits: tuple[Hit, ...]) -> dict[str, tuple[Suppression, ...]]:
    from scopeofduty.sweep import settle
    from scopeofduty.sweep.unit import LARGE

    told = dict.fromkeys(hit.file for hit in hits if hit.line is not None)
    files = [Path(name) for name in told if Path(name).is_file() and Path(name).stat().st_size < LARGE]
    return {f.as_posix(): settle.suppressions(f.read_text("utf-8", errors="replace")) for f in files}


def _files(args: argparse.Namespace) -> tuple[Hit | NotRead, ...]:
    from scopeofduty.sweep import state
    from scopeofduty.sweep.run import Run
    from scopeofduty.sweep.unit import units

    paths = [Path(p) for p in args.paths if "://" not in p]
    work = list(units(paths, tuple(args.exclude)))
    ids = {unit.id for unit in work}
    kept = {k: v for k, v in state.load(args.state).items() if k in ids} if args.state else {}
    stream = state.begin(args.state, kept) if args.state else None
    progress = _Progress(len(work) - len(kept), quiet=args.quiet or args.json)

    def done(unit: Unit, result: UnitResult) -> None:
        progress.step()
        if stream is not None:
            state.add(stream, unit, result)

    make, workers = _executor(args, len(work))
    run = Run(make, workers, on_done=done, results=kept)
    try:
        return run.do_all(work)
    finally:
        progress.close()
        if stream is not None:
            stream.close()


def _executor(args: argparse.Namespace, units: int) -> tuple[Callable[[int], Executor], int]:
    from scopeofduty.sweep.run import process_pool

    if args.cluster:
        from scopeofduty.sweep.cluster import cluster

        return cluster(args.cluster)
    workers = args.workers or min(os.cpu_count() or 1, max(1, units // 8))
    return process_pool if workers > 1 else _in_process, workers


def _in_process(_workers: int) -> Executor:
    from scopeofduty.sweep.run import InProcess

    return InProcess()


class _Progress:
    """A bar on a terminal; nothing in a pipe."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        from tqdm import tqdm

        self._bar = tqdm(total=total, unit="unit", disable=quiet or not sys.stderr.isatty())

    def step(self) -> None:
        self._bar.update()

    def close(self) -> None:
        self._bar.close()


def _databases(args: argparse.Namespace) -> list[Hit | NotRead]:
    from scopeofduty.sweep.readers.database import sweep_url

    return [item for url in args.paths if "://" in url for item in sweep_url(url, sample=args.sample)]


def _write(args: argparse.Namespace, sweep: Sweep) -> None:
    from scopeofduty.sweep import page, report, settle

    if args.csv:
        args.csv.write_text(report.as_csv(sweep), "utf-8")
    if args.sarif:
        args.sarif.write_text(report.dumps(report.as_sarif(sweep)), "utf-8")
    if args.html:
        args.html.write_text(page.as_html(sweep), "utf-8")
    if args.write_baseline:
        args.write_baseline.write_text(report.dumps(settle.baseline(sweep.hits)), "utf-8")
    if args.json:
        print(report.dumps(report.as_json(sweep) | {"swept": _swept(args)}), end="")
    else:
        print(_page(sweep, quiet=args.quiet), end="")


def _swept(args: argparse.Namespace) -> dict[str, Any]:
    """Say what was swept and when: a hit that a later sweep lacks is gone only where that sweep looked."""
    from scopeofduty.sweep.readers.database import without_password
    from scopeofduty.sweep.unit import units

    folders = [Path(p) for p in args.paths if "://" not in p]
    return {
        "at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "roots": [{"path": path.as_posix(), "name": path.resolve().name} for path in folders],
        "databases": [without_password(url) for url in args.paths if "://" in url],
        "excluded": list(args.exclude),
        "files": sorted({unit.name for unit in units(folders, tuple(args.exclude))}),
        "unlisted": _unlisted(folders),
    }


def _unlisted(folders: list[Path]) -> list[str]:
    """Return the folders that could not be looked into: nothing in them is proven gone."""
    closed: list[str] = []

    def keep(error: OSError) -> None:
        closed.append(Path(error.filename).as_posix())

    for folder in folders:
        for _each in os.walk(folder, onerror=keep):
            pass
    return sorted(closed)


def _page(sweep: Sweep, *, quiet: bool) -> str:
    lines = []
    for hit in () if quiet else sweep.open[:_SHOWN]:
        where = ":".join(
            str(part) for part in (hit.file, f"p{hit.page}" if hit.page else "", hit.line or "") if part
        )
        lines.append(f"{where}  {hit.verb} {hit.category} ({hit.rule})")
        lines.append(f"    {hit.text}")
        lines.extend(f"    perhaps required or allowed by: {', '.join(hit.bases)}" for _ in hit.bases[:1])
    if not quiet:
        if len(sweep.open) > _SHOWN:
            lines.append(f"... and {len(sweep.open) - _SHOWN} more; --json, --csv or --html give them all")
        lines.extend(
            f"not read: {item.file} {item.locator}: {item.reason}" for item in sweep.not_read[:_SHOWN]
        )
    lines.extend(f"note: {note}" for note in sweep.notes)
    totals = sweep.totals
    lines.append(
        f"{totals['open']} to settle of {totals['hits']} hits; {totals['complies']} that comply; "
        f"{totals['not_read']} not read."
    )
    return "\n".join(lines) + "\n"


def _score(args: argparse.Namespace) -> int:
    import json

    from scopeofduty.sweep import report, score

    if len(args.paths) != 2:
        return _refuse("score takes one file of labelled lines: duty sweep score FILE [--json]")
    try:
        rows = [
            json.loads(line) for line in Path(args.paths[1]).read_text("utf-8").splitlines() if line.strip()
        ]
        result = score.score(rows)
    except OSError as error:
        return _refuse(f"{args.paths[1]} can't be read: {error.strerror}")
    except (ValueError, KeyError, TypeError) as error:
        return _refuse(f"{args.paths[1]}: expected JSON lines with id, kind, text and label ({error})")
    if args.json:
        print(report.dumps(result), end="")
        return CLEAN
    for name, row in (("total", result["total"]), *result["kinds"].items()):
        print(f"{name:12} precision {row['precision']:.3f}  recall {row['recall']:.3f}  F1 {row['f1']:.3f}")
    for name, row in result["categories"].items():
        print(
            f"  {name:20} {row['found']} of {row['cases']} found, {row['same_category']} under this category"
        )
    wrong = [case for case in result["cases"] if case["flagged"] != case["label"]]
    for case in wrong:
        fault = "missed" if case["label"] else f"wrongly flagged by {case['rule']}"
        print(f"  {case['id']} ({case['kind']}): {fault}")
    return CLEAN


def _lookups(args: argparse.Namespace) -> int:
    from scopeofduty.cli import sweep_lookups

    return sweep_lookups.run(args)


def _rules(_args: argparse.Namespace) -> int:
    from scopeofduty.sweep.report import rule_texts

    for name, says in rule_texts():
        print(f"{name:28} {says}")
    return CLEAN


def _rejudge(args: argparse.Namespace) -> int:
    from scopeofduty.cli import sweep_rejudge

    return sweep_rejudge.run(args)


_WORDS = {"score": _score, "rules": _rules, "lookups": _lookups, "rejudge": _rejudge}

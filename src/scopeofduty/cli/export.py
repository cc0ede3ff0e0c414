"""`duty export`: a law pack as one table, in JSON or as a JavaScript module.

Exit codes: 0 written · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export` to the command line."""
    parser = subparsers.add_parser(
        "export",
        help="write a law pack as a table for other programs",
        epilog="Exit codes: 0 written, 2 bad input.",
    )
    parser.add_argument("pack", help="a shipped pack or a folder")
    parser.add_argument("--on", metavar="DATE", help="the law of this day (default: the last version)")
    parser.add_argument("--format", choices=["json", "js"], default="json", help="json, or js for a web page")
    parser.add_argument("--conformance", type=int, metavar="N", help="write N questions with answers instead")
    parser.add_argument("--seed", type=int, default=1, help="which questions (default: 1)")
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: standard output)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the table. Returns an exit code of the table above."""
    from scopeofduty import law
    from scopeofduty.law.tabulating import conformance, table

    try:
        book = law.read(args.pack)
        today = book.on(args.on or max(version.start for version in book.packs[0].versions))
        data = conformance(today, args.conformance, args.seed) if args.conformance else table(today)
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if args.format == "js":
            text = f"export const law = {text};"
        if args.output:
            Path(args.output).write_text(text + "\n", encoding="utf-8")
        else:
            print(text)
    except (law.LawError, OSError) as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0

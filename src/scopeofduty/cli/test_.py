"""`duty test`: run the examples of a pack, and tell which conditions no example shows to matter.

Exit codes: 0 every example holds · 1 some do not · 2 the pack cannot be read.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `test` to the command line."""
    parser = subparsers.add_parser(
        "test",
        help="run the examples of a law pack",
        description="Run the examples of a law pack, with coverage of its conditions.",
        epilog="Exit codes: 0 every example holds, 1 some do not, 2 the pack cannot be read.",
    )
    parser.add_argument("pack", help="a shipped pack or a folder")
    parser.add_argument("--coverage", action="store_true", help="list the conditions not covered")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the examples. Returns an exit code of the table above."""
    from scopeofduty import law
    from scopeofduty.law.examples import coverage, run_examples

    try:
        book = law.read(args.pack)
    except law.LawError as refused:
        print(refused, file=sys.stderr)
        return 2
    verdicts = run_examples(book)
    missing, conditions = coverage(book)
    failed = [verdict for verdict in verdicts if not verdict.holds]
    if args.json:
        report = {
            "examples": len(verdicts),
            "failed": [{"example": v.example.name, "faults": v.faults} for v in failed],
            "conditions": conditions,
            "uncovered": [{"rule": u.rule, "place": u.place, "test": u.test} for u in missing],
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return 1 if failed else 0
    for verdict in failed:
        print(f"{verdict.example.place}: {verdict.example.name}")
        for fault in verdict.faults:
            print(f"    {fault}")
    print(f"{len(verdicts) - len(failed)} of {len(verdicts)} examples hold.")
    print(f"{conditions - len(missing)} of {conditions} conditions are shown to matter.")
    for uncovered in missing if args.coverage else ():
        print(f"    {uncovered.place}: rule {uncovered.rule}: {uncovered.test}")
    return 1 if failed else 0

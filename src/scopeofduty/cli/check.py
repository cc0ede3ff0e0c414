"""`duty check`: what a lawyer must know before a draft is adopted.

Exit codes: 0 nothing of the kinds asked for · 1 findings of those kinds · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="find gaps, clashes and idle rules in a law pack",
        description="Find conflicts, silence, rules that do nothing, missing clauses.",
        epilog="Exit codes: 0 nothing found, 1 findings of a kind named by --fail-on, 2 bad input.",
    )
    parser.add_argument("pack", help="a shipped pack or a folder")
    parser.add_argument("--on", metavar="DATE", help="the law of this day (default: the last version)")
    parser.add_argument(
        "--fail-on",
        default="conflict,dead rule,policy against ordinance",
        help="kinds that make the command fail, with commas (default: %(default)s)",
    )
    parser.add_argument("--lang", choices=["en", "es"], default="en")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check one pack on one day. Returns an exit code of the table above."""
    from scopeofduty import law
    from scopeofduty.law.checking import KINDS

    fails = {kind.strip() for kind in args.fail_on.split(",") if kind.strip()}
    unknown = fails - set(KINDS)
    try:
        if unknown:
            print(f"Unknown kinds: {', '.join(unknown)}. Kinds: {', '.join(KINDS)}.", file=sys.stderr)
            return 2
        book = law.read(args.pack)
        day = args.on or max(version.start for version in book.packs[0].versions)
        findings = book.on(day).check()
    except law.LawError as refused:
        print(refused, file=sys.stderr)
        return 2
    if args.json:
        rows = [
            {
                "kind": f.kind,
                "message": {"en": f.message.en, "es": f.message.es},
                "act": f.act,
                "rules": f.rules,
                "place": f.place,
                "situation": dict(f.witness),
                "words": {"en": f.words.en, "es": f.words.es},
            }
            for f in findings
        ]
        print(json.dumps({"day": str(day), "findings": rows}, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            place = f" [{finding.place}]" if finding.place else ""
            print(f"{finding.kind}: {finding.message.in_language(args.lang)}{place}")
            if finding.words:
                print(f"    {finding.words.in_language(args.lang)}")
        print(f"{len(findings)} findings on {day}.")
    return 1 if fails & {finding.kind for finding in findings} else 0

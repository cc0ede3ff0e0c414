"""`duty reach`: which sections a higher law displaces, in which situations, what survives.

Exit codes: 0 told · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `reach` to the command line."""
    parser = subparsers.add_parser(
        "reach",
        help="show how far a higher law reaches, section by section",
        epilog="Exit codes: 0 told, 2 bad input.",
    )
    parser.add_argument("pack", help="a shipped pack or a folder")
    parser.add_argument("reference", help="the higher law, for example “K.S.A. 12-16,140”")
    parser.add_argument("--on", metavar="DATE", required=True, help="the higher law of this day")
    parser.add_argument("--text-of", metavar="DATE", help="the pack's own text of another day")
    parser.add_argument("--lang", choices=["en", "es"], default="en")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell how far a higher law reaches. Returns an exit code of the table above."""
    from scopeofduty import law

    try:
        found = law.read(args.pack).on(args.on, own_as_of=args.text_of).reach(args.reference)
    except law.LawError as refused:
        print(refused, file=sys.stderr)
        return 2
    if args.json:
        rows = [
            {
                "section": r.section,
                "rule": r.rule,
                "status": r.status,
                "acts": r.acts,
                "falls": [{"en": w.en, "es": w.es} for w in r.falls],
                "stands": [{"en": w.en, "es": w.es} for w in r.stands],
            }
            for r in found.rules
        ]
        print(json.dumps({"by": found.by, "rules": rows}, ensure_ascii=False, indent=2))
        return 0
    spanish = args.lang == "es"
    titles = {
        "displaced": "desplazada" if spanish else "displaced",
        "in part": "desplazada en parte" if spanish else "displaced in part",
        "survives": "subsiste" if spanish else "survives",
    }
    for rule in found.rules:
        heading = rule.heading.in_language(args.lang)
        print(f"{titles[rule.status]}: {rule.rule} {heading}: {'; '.join(rule.acts)}")
        for lead, lines in ((("falls", "cae"), rule.falls), (("stands", "sigue"), rule.stands)):
            for words in lines:
                print(f"    {lead[spanish]}: {words.in_language(args.lang)}")
    return 0

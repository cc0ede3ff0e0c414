"""`duty law`: the shipped packs, a new one, sections and rules, and how packs fare on labelled cases.

Exit codes: 0 done · 1 `score` found a wrong answer, `sections` a section without a rule · 2 bad input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `law` and its own commands to the command line."""
    from scopeofduty.cli.sections import add_command as add_sections

    parser = subparsers.add_parser(
        "law",
        help="list law packs, begin a new one, score packs on labelled cases",
        epilog="Exit codes: 0 done, 1 score found a wrong answer or sections a bare section, 2 bad input.",
    )
    commands = parser.add_subparsers(dest="law_command", required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="list the shipped packs")
    listing.set_defaults(run=run_list)
    new = commands.add_parser("new", help="begin a pack for a city")
    new.add_argument("folder", help="the folder to make, for example laws/fairview")
    new.add_argument("--title", default="", help="the ordinance's title")
    new.add_argument("--zone", default="America/Chicago", help="the city's time zone")
    new.set_defaults(run=run_new)
    add_sections(commands)
    score = commands.add_parser("score", help="put labelled cases (JSON lines) to the packs")
    score.add_argument("file", help="a file of cases, one JSON object on each line")
    score.add_argument("--packs", nargs="*", help="folders of packs (default: the shipped ones)")
    score.add_argument("--json", action="store_true")
    score.add_argument("--show", action="store_true", help="list the cases that are not right")
    score.set_defaults(run=run_score)


def run_list(_args: argparse.Namespace) -> int:
    """List the shipped packs with their standing."""
    from scopeofduty import law

    for name in law.packs():
        pack = law.read(name, above=False, examples=False).packs[0]
        print(f"{name:16} {pack.standing:6} {pack.title.en} ({len(pack.versions)} versions)")
    return 0


def run_new(args: argparse.Namespace) -> int:
    """Make a pack's folder with files that read at once. Refuses to touch a folder in use."""
    from scopeofduty.law.starting import begin

    folder = Path(args.folder)
    try:
        begin(folder, args.title or f"{folder.name.title()} immigrant protection ordinance", args.zone)
    except (OSError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 2
    print(f"Made {folder}. Next: edit ordinance.md and ordinance.duty, then duty test {folder}")
    return 0


def run_score(args: argparse.Namespace) -> int:
    """Put every case of a file to its pack. Returns 1 when an answer is wrong."""
    from scopeofduty import law
    from scopeofduty.law.scoring import WRONG, Shelf, score

    try:
        cases = _cases(Path(args.file))
        scored = score(cases, Shelf(args.packs or law.packs()))
    except (OSError, law.LawError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 2
    report = scored.as_json()
    if args.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _table(report, show=args.show)
    return 1 if report["total"][WRONG] else 0


def _cases(path: Path) -> list[dict[str, object]]:
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as bad:
            raise ValueError(f"{path}:{number}: this line is not JSON: {bad.msg}.") from None
        required = ("id", "law", "as_of", "act", "expected")
        lacking = [key for key in required if not isinstance(case, dict) or key not in case]
        if not lacking and not isinstance(case.get("facts", {}), dict):
            raise ValueError(f"{path}:{number}: “facts” must be an object of fact and value.")
        if lacking:
            raise ValueError(f"{path}:{number}: this case lacks {', '.join(lacking)}.")
        cases.append(case)
    return cases


def _table(report: dict[str, dict[str, dict[str, int]]], *, show: bool) -> None:
    print(f"{'law':28} {'right':>6} {'undet.':>6} {'wrong':>6} {'no pack':>8}")
    rows = [*report["laws"].items(), ("all, closed reading", report["total"])]
    rows.append(("all, open reading", report["open"]))
    for law, counts in rows:
        right, undetermined, wrong, no_pack = counts.values()
        print(f"{law:28} {right:6} {undetermined:6} {wrong:6} {no_pack:8}")
    duties = report["duties"]
    print(f"duties named by the sources and found: {duties['found']} of {duties['expected']}")
    for case in report["cases"] if show else ():
        if case["verdict"] in {"wrong", "undetermined"}:
            print(f"{case['verdict']}: {case['id']}: expected {case['expected']}, got {case['got']}")
            print(f"    {', '.join(case['citations']) or 'no rule'} {case['note']}")

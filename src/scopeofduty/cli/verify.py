"""`duty verify`: check a notice's proof, offline.

Exit codes: 0 the notice holds and its witnesses are enough · 1 it doesn't hold · 2 a file can't be read ·
3 it holds, but too few witnesses of the policy have seen it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.ledger.notice import Checked

HOLDS, REFUSED, BAD_INPUT, UNWITNESSED = 0, 1, 2, 3


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `verify` to the command line."""
    parser = subparsers.add_parser(
        "verify",
        help="check a notice's proof, offline",
        description="Check that a notice was sealed when it says, hasn't been changed, and was witnessed.",
        epilog="Exit codes: 0 holds, 1 doesn't hold, 2 a file can't be read, 3 too few witnesses.",
    )
    parser.add_argument("proof", type=Path, help="the notice's .tlog-proof file")
    parser.add_argument(
        "--policy", type=Path, required=True, help="whom you trust: the city's log keys, witnesses, a quorum"
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check one proof. Returns an exit code of the table above."""
    from scopeofduty.ledger.errors import LedgerError, ProofError
    from scopeofduty.ledger.notice import verify_notice
    from scopeofduty.ledger.policy import Policy

    try:
        policy = Policy.parse(args.policy.read_bytes())
        checked = verify_notice(args.proof.read_bytes(), policy)
    except OSError as error:
        return _refuse(args, f"{error.filename} can't be read: {error.strerror}", BAD_INPUT)
    except ProofError as error:
        return _refuse(args, f"{args.proof}: it does NOT hold: {error}", REFUSED)
    except LedgerError as error:
        return _refuse(args, f"{args.proof}: {error}", BAD_INPUT)
    if args.json:
        print(json.dumps(as_json(checked), ensure_ascii=False, indent=2))
    else:
        print(_page(checked))
    return HOLDS if checked.witnessed.quorum else UNWITNESSED


def _refuse(args: argparse.Namespace, text: str, code: int) -> int:
    if args.json:
        print(json.dumps({"holds": False, "error": text}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return code


def as_json(checked: Checked) -> dict[str, Any]:
    """The outcome as JSON values; times are ISO 8601 in UTC."""
    from scopeofduty.ledger.terms import iso

    begin, end = checked.sealed_between
    notice, witnessed = checked.notice, checked.witnessed
    return {
        "holds": True,
        "log": checked.cadence.origin,
        "tick": notice.place[0],
        "slot": notice.place[1],
        "sealed_between": [iso(begin), iso(end)],
        "type": notice.type.name.lower(),
        "fields": {field.name: field.value for field in notice.payload.fields},
        "witnesses": {name: iso(time) for name, time in witnessed.times.items()},
        "witnessed_enough": witnessed.quorum,
    }


def _page(checked: Checked) -> str:
    facts = as_json(checked)
    begin, end = facts["sealed_between"]
    lines = [
        "This notice holds.",
        f"  It was sealed between {begin} and {end},",
        f"  in {facts['log']}, slot {facts['tick']}/{facts['slot']}.",
        "  Not a letter of it has changed since:",
    ]
    lines += [
        f"    {name}: {'(withheld)' if value is None else value}"
        for name, value in facts["fields"].items()
        if value != ""
    ]
    lines += [f"  {name} saw it by {time}." for name, time in facts["witnesses"].items()]
    if not facts["witnessed_enough"]:
        lines.append("  BUT fewer independent keepers have seen it than your policy asks for.")
    return "\n".join(lines)

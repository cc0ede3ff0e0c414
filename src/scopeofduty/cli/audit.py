"""`duty audit`: recompute a city's whole ledger from a folder or an address.

Exit codes: 0 nothing to report but open delays · 1 something was changed, or two stories were told ·
2 it can't be read · 3 something that was promised for a time hasn't come (OVERDUE, LOG STALLED, LATE ...).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scopeofduty.ledger.audit import Finding, Report
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.receipt import Receipt
    from scopeofduty.ledger.tiles import Reader

CLEAN, FORGED, BAD_INPUT, BROKEN_WORD = 0, 1, 2, 3
SHOWN = 50


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `audit` to the command line."""
    parser = subparsers.add_parser(
        "audit",
        help="recompute a city's whole ledger",
        description="Recompute every root, and judge the cadence, every opening and every closing.",
        epilog="Exit codes: 0 clean, 1 something was changed or two stories were told, 2 can't be read, "
        "3 something promised hasn't come.",
    )
    parser.add_argument("source", help="a folder, or an http(s) address, with slots/, register/ and notice/")
    parser.add_argument(
        "--mirror", action="append", default=[], help="another copy to hold against it; repeat for more"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="keep the copy there; the next audit fetches what is new"
    )
    parser.add_argument("--policy", type=Path, required=True, help="the city's log keys, witnesses, a quorum")
    parser.add_argument(
        "--receipt", type=Path, action="append", default=[], help="a receipt to hold against it"
    )
    parser.add_argument("--receipt-key", help="the key that signs the city's receipts (name+id+base64)")
    parser.add_argument("--clock", type=int, metavar="SECONDS", help="your time, Unix seconds (default: now)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Audit one ledger. Returns an exit code of the table above."""
    from scopeofduty.ledger.audit import BROKEN_WORD as BROKEN
    from scopeofduty.ledger.audit import FORGED as CHANGED
    from scopeofduty.ledger.errors import LedgerError, ProofError, SplitViewError

    try:
        report = _audit(args)
    except SplitViewError as error:
        return _refuse(args, f"SPLIT VIEW: {args.source}: {error}", FORGED)
    except ProofError as error:
        return _refuse(args, f"INVALID: {args.source}: {error}", FORGED)
    except LedgerError as error:
        return _refuse(args, f"{args.source}: {error}", BAD_INPUT)
    except OSError as error:
        return _refuse(args, f"{args.source} can't be read: {error}", BAD_INPUT)
    print(json.dumps(report.facts(), ensure_ascii=False, indent=2) if args.json else page(report))
    codes = {finding.code for finding in report.findings}
    if codes & CHANGED:
        return FORGED
    return BROKEN_WORD if codes & BROKEN else CLEAN


def _audit(args: argparse.Namespace) -> Report:
    from tempfile import TemporaryDirectory

    from scopeofduty.cli.fetching import progress
    from scopeofduty.ledger.mirror import Mirror
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.sources import open_source
    from scopeofduty.ledger.storage import Folder, Unflushed

    policy = Policy.parse(args.policy.read_bytes())
    read = open_source(args.source)
    if not args.keep and "://" not in args.source:
        return _judged(args, policy, read)
    with TemporaryDirectory() as passing:
        copy = Folder(args.keep) if args.keep else Folder(Path(passing), Unflushed())
        mirrored = Mirror(read, copy, policy, progress()).look()
        report = _judged(args, policy, copy.read)
    report.add_older(mirrored.older)
    return report


def _judged(args: argparse.Namespace, policy: Policy, read: Reader) -> Report:
    from scopeofduty.ledger.audit import audit, compare
    from scopeofduty.ledger.errors import LedgerError, MalformedError
    from scopeofduty.ledger.slot import Cadence
    from scopeofduty.ledger.sources import open_source

    clock = int(time.time()) if args.clock is None else args.clock
    report = audit(read, policy, clock, _receipts(args, policy))
    origins = (report.origin, Cadence.parse(report.origin).register_origin)
    for mirror in args.mirror:
        try:
            report.findings += compare((read, policy), open_source(mirror), origins)
        except LedgerError as error:
            raise MalformedError(f"the copy {mirror} can't be compared: {error}") from error
    return report


def _receipts(args: argparse.Namespace, policy: Policy) -> Sequence[Receipt]:
    from scopeofduty.ledger.errors import MalformedError
    from scopeofduty.ledger.note import VerifierKey
    from scopeofduty.ledger.receipt import Receipt

    if args.receipt and not args.receipt_key:
        logs = ", ".join(policy.logs)
        raise MalformedError(f"give --receipt-key, the key with which the city of {logs} signs receipts")
    return [Receipt.open(path.read_bytes(), VerifierKey.parse(args.receipt_key)) for path in args.receipt]


def _refuse(args: argparse.Namespace, text: str, code: int) -> int:
    if args.json:
        print(json.dumps({"error": text}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return code


def page(report: Report) -> str:
    """The report for a reader."""
    from scopeofduty.ledger.terms import iso

    counts = ", ".join(f"{number} {state}" for state, number in report.counts().items() if number)
    terms = report.terms
    lines = [
        f"{report.origin}, judged as of {iso(report.now)}",
        f"  terms: opened after {_days(terms.open_after)}, a delay runs {_days(terms.delay_max)} at most",
        f"  slots: {counts or 'none yet'}",
    ]
    lines += [_line(finding) for finding in report.findings[:SHOWN]]
    if len(report.findings) > SHOWN:
        lines.append(f"  ... and {len(report.findings) - SHOWN} more; --json gives all")
    if not report.forged and not report.broken_word:
        lines.append("  Every root, opening and closing was recomputed, and holds.")
    return "\n".join(lines)


def _days(seconds: int) -> str:
    return f"{seconds / 86_400:g} days"


def _line(finding: Finding) -> str:
    return f"  {finding.code}: {finding.text}"

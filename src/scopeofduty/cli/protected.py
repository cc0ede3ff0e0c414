"""`duty protected`: open and verify the proof of having reported, from a receipt and the public log alone.

Exit codes: 0 it holds, or openings were written · 1 it doesn't hold, or nothing of this receipt is there ·
2 something given can't be read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scopeofduty.ledger.tiles import Reader
    from scopeofduty.sealing.day_batch import DayBatch, PublishedBatch

HOLDS, REFUSED, BAD_INPUT = 0, 1, 2
KIND = "protected-activity"
FACTS = ("day", "leaves", "boxes")
EPILOG = "Exit codes: 0 it holds, 1 it doesn't hold or nothing was found, 2 something can't be read."


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `protected` to the command line."""
    parser = subparsers.add_parser(
        "protected", help="prove that you reported", description=__doc__, epilog=EPILOG
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    opening = acts.add_parser("open", help="find and open what your receipt committed to", epilog=EPILOG)
    opening.add_argument("--log", required=True, help="a folder or an address with register/ and attachment/")
    opening.add_argument("--to", required=True, help="whom the proof is for: name and role")
    opening.add_argument("--out", type=Path, default=Path(), help="folder for the openings (here)")
    opening.add_argument("--json", action="store_true", help="print what was found as JSON")
    opening.set_defaults(run=_open)
    checking = acts.add_parser("verify", help="check an opening that you were given", epilog=EPILOG)
    checking.add_argument("opening", type=Path, help="the file that you were given")
    checking.add_argument("--log", required=True, help="a folder or an address with register/")
    checking.add_argument(
        "--policy", type=Path, required=True, help="whom you trust: log keys, witnesses, a quorum"
    )
    checking.add_argument("--to", required=True, help="your name, as the opening must have it")
    checking.add_argument(
        "--action", help="day of an adverse action, YYYY-MM-DD: the days between are counted"
    )
    checking.add_argument("--json", action="store_true", help="print the outcome as JSON")
    checking.set_defaults(run=_verify)


def _open(args: argparse.Namespace) -> int:
    """Read the twelve words from standard input, try every box, write an opening for each that is theirs."""
    from scopeofduty.ledger.errors import LedgerError
    from scopeofduty.ledger.sources import open_source
    from scopeofduty.sealing.errors import SealingError
    from scopeofduty.sealing.protected_activity import find, open_for
    from scopeofduty.sealing.receipt import Receipt

    try:
        if sys.stdin.isatty():
            print("The twelve words of your receipt:", file=sys.stderr)
        receipt = Receipt.read(sys.stdin.readline())
        found = find(receipt, batches(open_source(args.log)))
        written = []
        for one in found:
            path = args.out / f"opening-{one.batch.day}-{one.activity.number}.json"
            path.write_bytes(open_for(receipt, one, args.to).to_bytes())
            written.append(
                {"day": one.batch.day.isoformat(), "activity": one.activity.number, "file": str(path)}
            )
    except (SealingError, LedgerError) as error:
        return _refuse(args, str(error), BAD_INPUT)
    except OSError as error:
        return _refuse(
            args, f"{error.filename or args.log} can't be read or written: {error.strerror}", BAD_INPUT
        )
    if not written:
        return _refuse(args, "None of the published days has a commitment of this receipt.", REFUSED)
    for each in written:
        print(json.dumps(each) if args.json else f"Reported on {each['day']}: {each['file']}, for {args.to}.")
    return HOLDS


def entries_of(log: Reader) -> list[bytes]:
    """Return the register's entries, as its own checkpoint counts them."""
    from scopeofduty.ledger.checkpoint import Checkpoint
    from scopeofduty.ledger.errors import MalformedError
    from scopeofduty.ledger.note import Note
    from scopeofduty.ledger.tiles import below, read_entries

    register = below(log, "register")
    data = register("checkpoint")
    if data is None:
        raise MalformedError("there is no register/checkpoint there")
    return list(read_entries(register, Checkpoint.parse(Note.parse(data).text).head.size))


def batches(log: Reader) -> Iterator[DayBatch]:
    """Yield every day's batch, each held against its entry in the register."""
    from scopeofduty.ledger.errors import MalformedError
    from scopeofduty.sealing.day_batch import DayBatch

    for _index, published, entry in published_in(entries_of(log)):
        data = log(f"attachment/{entry.get('attachment', '')}")
        if data is None:
            raise MalformedError(
                f"the file of {published.day} isn't there: attachment/{entry.get('attachment')}"
            )
        yield DayBatch.from_bytes(data, published)


def published_in(entries: list[bytes]) -> Iterator[tuple[int, PublishedBatch, dict[str, Any]]]:
    """Yield the place, facts and entry of each day batch in the register."""
    from scopeofduty.ledger.register import decode_entry
    from scopeofduty.sealing.day_batch import PublishedBatch

    for index, data in enumerate(entries):
        entry = decode_entry(data)
        if entry["kind"] == KIND:
            yield index, PublishedBatch.from_json({name: entry.get(name) for name in FACTS}), entry


def _verify(args: argparse.Namespace) -> int:
    """Check one opening against the log and the witnesses of the policy."""
    from scopeofduty.ledger.audit import open_log
    from scopeofduty.ledger.errors import LedgerError
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.sources import open_source
    from scopeofduty.ledger.tiles import below
    from scopeofduty.sealing.day_batch import parse_day
    from scopeofduty.sealing.errors import MalformedError, SealingError
    from scopeofduty.sealing.opening import Opening, verify

    try:
        opening = Opening.from_bytes(args.opening.read_bytes())
        policy = Policy.parse(args.policy.read_bytes())
        log = open_log(below(open_source(args.log), "register"), policy, None, [])
        known = [one for one in published_in(log.entries) if one[1].day == opening.day]
        if not known:
            return _refuse(args, f"it does NOT hold: the register has no batch of {opening.day}", REFUSED)
        # A second batch of a day is a forgery of the city's; the first is the one that counts.
        index, published, _entry = known[0]
        proven = verify(opening, published, witnessed_at=log.witnessed_by(index), to=args.to)
        days = proven.days_before(parse_day(args.action)) if args.action else None
    except MalformedError as error:
        return _refuse(args, str(error), BAD_INPUT)
    except (SealingError, LedgerError) as error:
        return _refuse(args, f"it does NOT hold: {error}", REFUSED)
    except OSError as error:
        return _refuse(
            args, f"{error.filename or args.log} can't be read: {error.strerror or error}", BAD_INPUT
        )
    identity = proven.identity.to_json() if proven.identity else None
    if args.json:
        print(
            json.dumps(
                {"holds": True, "day": proven.day.isoformat(), "identity": identity, "days_before": days}
            )
        )
        return HOLDS
    who = ", ".join(filter(None, identity.values())) if identity else "Whoever holds the receipt"
    print(f"It holds: {who} reported on {proven.day}.")
    if days is not None:
        print(
            f"That is {days} days before {args.action}."
            if days >= 0
            else f"{args.action} came {-days} days before."
        )
    return HOLDS


def _refuse(args: argparse.Namespace, text: str, code: int) -> int:
    if args.json:
        print(json.dumps({"holds": False, "error": text}))
    else:
        print(text, file=sys.stderr)
    return code

"""`duty witness watch`: keep watch over another city's ledger: copy it, audit it, cosign it, raise the alarm.

Exit codes: 0 every look was well (with --times) · 1 alarm: something was changed, or two stories were told;
not cosigned · 2 a key, file or address can't be read · 3 cosigned, but at the last look something promised
for a time hadn't come (OVERDUE, LOG STALLED, LATE ...).
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from scopeofduty.ledger.audit import Report
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.witness import Witness

WELL, ALARM, BAD_INPUT, BROKEN_WORD = 0, 1, 2, 3


def add_parser(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `watch` to the actions of `duty witness`."""
    watch = actions.add_parser(
        "watch",
        help="keep watch over another city: copy, audit, cosign, raise the alarm",
        description="Look at a city's ledger again and again. Copy what is new, audit the whole copy, cosign "
        "both logs while they take nothing back, and stop with exit code 1 when they do.",
        epilog="Exit codes: 0 all well (with --times), 1 alarm, 2 can't be read, "
        "3 something promised hasn't come.",
    )
    watch.add_argument("source", help="folder or address of a ledger, for example https://city.example/log")
    watch.add_argument(
        "--policy", type=Path, required=True, help="the watched city's log keys, in a policy file"
    )
    watch.add_argument("--key", type=Path, required=True, help="your key file, from `duty witness key`")
    watch.add_argument(
        "--state", type=Path, required=True, help="folder for the copy and what was signed so far"
    )
    watch.add_argument("--every", type=int, default=3600, metavar="SECONDS", help="time between two looks")
    watch.add_argument("--times", type=int, default=0, help="stop after so many looks (default: never)")
    watch.add_argument("--clock", type=int, metavar="SECONDS", help="your time, Unix seconds (default: now)")
    watch.add_argument("--listen", metavar="HOST:PORT", help="also answer add-checkpoint over HTTP meanwhile")
    watch.add_argument("--json", action="store_true", help="print one JSON object a look")
    watch.set_defaults(run=run)


@dataclass
class Look:
    """What one look found."""

    code: int
    summary: str
    report: Report | None = None
    cosigned: dict[str, str] = field(default_factory=dict)
    """Origin → the signature line to send back."""


class AlarmError(Exception):
    """The watched ledger took something back."""


def run(args: argparse.Namespace) -> int:
    """Look until stopped, or as often as asked. Returns an exit code of the table above."""
    from scopeofduty.ledger.errors import LedgerError

    try:
        policy, witness = _ready(args)
        with _listening(args, witness):
            return _looks(args, policy, witness)
    except (OSError, LedgerError) as error:
        return _say(args, Look(BAD_INPUT, str(error)))


def _looks(args: argparse.Namespace, policy: Policy, witness: Witness) -> int:
    from scopeofduty.ledger.errors import MalformedError, ProofError

    looks = 0
    while True:
        try:
            look = _look(args, policy, witness)
        except (AlarmError, ProofError) as error:
            return _say(args, Look(ALARM, f"ALARM, not cosigned: {error}"))
        except MalformedError as error:
            return _say(args, Look(BAD_INPUT, f"can't be read: {error}"))
        except OSError as error:
            look = Look(BAD_INPUT, f"no answer, will look again: {error}")
        code = _say(args, look)
        looks += 1
        if code == ALARM or looks == args.times:
            return code
        time.sleep(args.every)


def _look(args: argparse.Namespace, policy: Policy, witness: Witness) -> Look:
    from scopeofduty.cli.fetching import progress
    from scopeofduty.ledger.audit import BROKEN_WORD as BROKEN
    from scopeofduty.ledger.audit import audit
    from scopeofduty.ledger.mirror import Mirror
    from scopeofduty.ledger.sources import open_source
    from scopeofduty.ledger.storage import Folder

    copy = Folder(args.state / "copy")
    mirrored = Mirror(open_source(args.source), copy, policy, progress()).look()
    clock = int(time.time()) if args.clock is None else args.clock
    report = audit(copy.read, policy, clock)
    report.add_older(mirrored.older)
    if report.forged:
        return Look(ALARM, "ALARM, not cosigned", report)
    cosigned = _cosign(copy, witness)
    broken = {finding.code for finding in report.findings} & BROKEN
    code = BROKEN_WORD if broken else WELL
    return Look(
        code, "cosigned, but something promised hasn't come" if broken else "cosigned", report, cosigned
    )


def _cosign(copy: Any, witness: Witness) -> dict[str, str]:
    from scopeofduty.cli.witness import RefusedError, cosign
    from scopeofduty.ledger.checkpoint import Checkpoint
    from scopeofduty.ledger.note import Note
    from scopeofduty.ledger.slot import REGISTER, SLOTS
    from scopeofduty.ledger.tiles import below

    lines = {}
    for name in (SLOTS, REGISTER):
        data = copy.read(f"{name}/checkpoint")
        try:
            line = cosign(witness, data, below(copy.read, name))
        except RefusedError as error:
            raise AlarmError(f"{name} takes something back: {error}") from error
        lines[Checkpoint.parse(Note.parse(data).text).origin] = line.strip()
    return lines


def _ready(args: argparse.Namespace) -> tuple[Policy, Witness]:
    from scopeofduty.cli.witness import read_key
    from scopeofduty.ledger.policy import Policy
    from scopeofduty.ledger.sources import open_source
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.witness import Witness

    policy = Policy.parse(args.policy.read_bytes())
    open_source(args.source)
    logs = {origin: [party.key for party in parties] for origin, parties in policy.logs.items()}
    store = Folder(args.state / "signed")
    return policy, Witness(read_key(args.key), logs, store, lambda: int(time.time()))


class _listening:  # noqa: N801 (reads as a word in `with`)
    """Answer add-checkpoint in a thread, if asked to."""

    def __init__(self, args: argparse.Namespace, witness: Witness) -> None:
        self._server: Any = None
        if args.listen:
            from scopeofduty.cli.witness import make_witness_server
            from scopeofduty.ledger.errors import MalformedError

            host, colon, port = args.listen.rpartition(":")
            if not colon or not port.isdecimal():
                raise MalformedError(f"--listen {args.listen!r}: expected HOST:PORT, such as 127.0.0.1:8095")
            self._server = make_witness_server(host, int(port), witness)
            print(f"answers at http://{host}:{self._server.server_port}", file=sys.stderr, flush=True)

    def __enter__(self) -> None:
        if self._server:
            threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


def _say(args: argparse.Namespace, look: Look) -> int:
    if args.json:
        print(json.dumps(_as_json(args, look), ensure_ascii=False), flush=True)
        return look.code
    out = sys.stdout if look.code in (WELL, BROKEN_WORD) else sys.stderr
    print(f"{args.source}: {look.summary}", file=out)
    for finding in look.report.findings if look.report else ():
        print(f"  {finding.code}: {finding.text}", file=out)
    for line in look.cosigned.values():
        print(line, file=out)
    out.flush()
    return look.code


def _as_json(args: argparse.Namespace, look: Look) -> dict[str, Any]:
    report = look.report
    return {
        "source": args.source,
        "code": look.code,
        "summary": look.summary,
        "cosigned": look.cosigned,
        "log": report and report.origin,
        "now": report and report.now,
        "sizes": {name: head.size for name, head in report.heads.items()} if report else {},
        "slots": report.counts() if report else {},
        "findings": [{"code": one.code.value, "text": one.text} for one in report.findings] if report else [],
    }

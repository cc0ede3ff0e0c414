"""`duty match`: two custodians hold a list of personnel actions against the identity boxes, offline.

It prints hits only: a name in a box that is also in the list, with an action on the day of the report or
later. Nobody who isn't in both is shown.
Exit codes: 0 compared (with or without hits) · 2 something given can't be read, or one custodian is missing.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

DONE, BAD_INPUT = 0, 2
COLUMNS = ("name", "action", "date")
EPILOG = "Exit codes: 0 compared, 2 something given can't be read or one custodian is missing."


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `match` to the command line."""
    parser = subparsers.add_parser(
        "match",
        help="hold personnel actions against sealed identities (two custodians)",
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument(
        "actions", type=Path, help="CSV with the columns name, action, date; signed: FILE.sig beside it"
    )
    parser.add_argument("--boxes", type=Path, required=True, help="the file of identity boxes")
    parser.add_argument("--first", type=Path, required=True, help="one custodian's key file")
    parser.add_argument("--second", type=Path, required=True, help="the other custodian's key file")
    parser.add_argument(
        "--signed-by", required=True, metavar="KEY", help="signing key (hexadecimal) of whoever made the list"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, help="for tests: read the passphrase there instead of asking"
    )
    parser.add_argument("--json", action="store_true", help="print the hits as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare. Returns an exit code of the table above."""
    from scopeofduty.cli.keys import identity_in
    from scopeofduty.sealing.errors import SealingError

    try:
        actions = _actions(args)
        keys = [identity_in(path, args) for path in (args.first, args.second)]
        if keys[0] == keys[1]:
            print("Two custodians are needed, and both keys are the same.", file=sys.stderr)
            return BAD_INPUT
        refused: list[str] = []
        hits = list(_hits(args.boxes, keys, actions, refused))
    except SealingError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{error.filename} can't be read: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    for told in refused:
        print(f"Nothing was compared of {told}.", file=sys.stderr)
    if args.json:
        print(json.dumps(hits, ensure_ascii=False))
    else:
        for hit in hits:
            reported = f"reported on {hit['reported']} (case {hit['case']})"
            print(f"{hit['name']}: {hit['action']} on {hit['date']}, {hit['days']} days after; {reported}")
        print(f"{len(hits)} hits. Tell the independent officer, and no supervisor.", file=sys.stderr)
    return DONE


def _actions(args: argparse.Namespace) -> list[dict[str, str]]:
    """Read the list, if the signature beside it is by the key named."""
    from scopeofduty.sealing.canonical import parse_hex
    from scopeofduty.sealing.errors import MalformedError, SignatureError
    from scopeofduty.sealing.signing import check_signature

    data = args.actions.read_bytes()
    try:
        signed = json.loads(args.actions.with_name(f"{args.actions.name}.sig").read_bytes())
        text = data.decode("utf-8-sig")
    except ValueError as error:
        raise MalformedError("the list or its signature isn't what `duty keys sign` leaves") from error
    if signed.get("key") != args.signed_by:
        raise SignatureError("the list is signed by another key than the one you named")
    check_signature(
        parse_hex(signed["key"], 32, "the key"),
        parse_hex(signed.get("signature"), 64, "the signature"),
        "actions",
        data,
    )
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or not set(COLUMNS) <= set(rows[0]):
        has = ", ".join(rows[0]) if rows else "none"
        raise MalformedError(f"the list needs the columns {', '.join(COLUMNS)}; it has {has}")
    for line, row in enumerate(rows, start=2):
        try:
            row["date"] = date.fromisoformat((row["date"] or "").strip()).isoformat()
        except ValueError as error:
            told = f"line {line} of the list: “{row['date']}” is no day; write it as 2026-11-30"
            raise MalformedError(told) from error
    return rows


def _settled(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _hits(boxes: Path, keys: list[str], actions: list[dict[str, str]], refused: list[str]) -> Any:
    from base64 import b64decode

    from scopeofduty.sealing.errors import MalformedError, SealingError

    try:
        listed = [
            (box["case"], box["day"], b64decode(box["box"]))
            for box in json.loads(boxes.read_bytes())["boxes"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedError(f"{boxes} isn't a file of identity boxes") from error
    for case, day, box in listed:
        try:
            identity = opened(box, keys, case)
        except SealingError as error:
            refused.append(f"case {case}: {error}")
            continue
        for row in actions if identity else ():
            same = identity and _settled(row["name"] or "") == _settled(identity["name"])
            # What came before the report is no answer to it, and nobody's business here.
            if identity and same and row["date"] >= day:
                told = {"name": identity["name"], "action": row["action"], "date": row["date"]}
                yield told | {"days": _days(day, row["date"]), "reported": day, "case": case}


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def opened(box: bytes, keys: list[str], case: str) -> dict[str, str] | None:
    """Open a case's box with both keys, whichever is the outer one; None for a decoy or others' box.

    Raises:
        SignatureError: what is in it wasn't signed by whoever began this case.
    """
    from scopeofduty.sealing.errors import EnvelopeError, SignatureError
    from scopeofduty.sealing.identity_box import Identity, open_inner, open_outer
    from scopeofduty.sealing.message import read_message
    from scopeofduty.sealing.receipt import case_of

    for outer, inner in (keys, keys[::-1]):
        try:
            plain = open_inner(open_outer(box, outer), inner)
        except EnvelopeError:
            continue
        message = read_message(plain).message
        if case not in {message.case} & {case_of(message.sender)}:
            raise SignatureError("its identity box isn't by whoever began that case")
        identity = message.body.get("identity")
        return Identity.from_json(identity).to_json() if isinstance(identity, dict) and identity else None
    return None

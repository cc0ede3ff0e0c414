"""``duty log``: begin a city's sealed log, look at it, change its keys, rebuild what a lost database held.

Exit codes: 0 done · 1 rebuilt, and something is lost for good: the public will see it as overdue ·
2 keys, files or the city's data can't be used; nothing was changed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

DONE, LOST, BAD_INPUT = 0, 1, 2
RAW_KEY = 32


def add_parser(subparsers: Any) -> None:
    """Add ``log`` and its subcommands to the command line."""
    parser = subparsers.add_parser(
        "log",
        help="begin, show or rebuild a city's sealed log",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_begin(actions)
    show = actions.add_parser("show", help="print the log's name, its keys' public halves, and how far it is")
    show.set_defaults(run=_guarded(show_log))
    turn = actions.add_parser(
        "new-keys", help="make new secrets for the envelopes whose seeds aren't announced yet"
    )
    turn.set_defaults(run=_guarded(new_keys))
    _add_rebuild(actions)
    for each in actions.choices.values():
        each.add_argument(
            "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
        )
        each.add_argument("--json", action="store_true", help="print one JSON object")


def _add_begin(actions: Any) -> None:
    begin = actions.add_parser("begin", help="make the keys, and begin the log at the next tick")
    begin.add_argument("name", help="the log's name, such as log.city.example/notices; it can't be changed")
    begin.add_argument("--slots", type=int, default=8, help="envelopes a tick (%(default)s)")
    begin.add_argument("--hours", type=int, default=24, help="length of a tick (%(default)s)")
    begin.add_argument(
        "--holder",
        action="append",
        default=[],
        metavar="NAME=KEY",
        help="a key-holder whom the ordinance names, with an X25519 public key in hexadecimal; repeatable",
    )
    begin.set_defaults(run=_guarded(begin_log))


def _add_rebuild(actions: Any) -> None:
    rebuild = actions.add_parser("rebuild", help="restore a lost database's part of the log")
    rebuild.add_argument(
        "--mirror", type=Path, help="a copy of the log's public files, where the city's are gone"
    )
    rebuild.add_argument("--escrow", type=Path, help="the key-holder's folder (default: the city's own copy)")
    rebuild.add_argument(
        "--holder-key",
        type=Path,
        action="append",
        default=[],
        help="file with a key-holder's private key in hexadecimal; repeat for more",
    )
    rebuild.set_defaults(run=_guarded(rebuild_log, new=True))


def _guarded(work: Any, *, new: bool = False) -> Any:
    """Return a command that opens the city first, and says in a sentence what went wrong."""

    def run(arguments: argparse.Namespace) -> int:
        from scopeofduty.cli.city import CityUnavailableError, open_city
        from scopeofduty.ledger.errors import LedgerError

        try:
            if new:
                _make_database(arguments.data)
            open_city(arguments.data)
            code: int = work(arguments)
        except (CityUnavailableError, LedgerError, OSError) as error:
            print(error, file=sys.stderr)
            return BAD_INPUT
        return code

    return run


def _make_database(folder: Path | None) -> None:
    """Make the tables where there are none: a rebuild begins without a database."""
    if folder is not None:
        os.environ["DUTY_DATA"] = str(folder.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scopeofduty.city.settings.city")
    import django

    from scopeofduty.cli.data_folder import migrate

    django.setup()
    migrate()


def begin_log(arguments: argparse.Namespace) -> int:
    """Begin the log."""
    from scopeofduty.city.clock import port
    from scopeofduty.city.ledger.beginning import begin

    holders = [_holder(text) for text in arguments.holder]
    begin(
        arguments.name,
        at=port.now(),
        slots=arguments.slots,
        period=arguments.hours * 3600,
        holders=holders,
    )
    return show_log(arguments)


def _holder(text: str) -> dict[str, str]:
    from scopeofduty.ledger.errors import MalformedError

    name, stroke, key = text.partition("=")
    try:
        whole = len(bytes.fromhex(key)) == RAW_KEY
    except ValueError:
        whole = False
    if not (name and stroke and whole):
        raise MalformedError(f"--holder {text[:40]!r}: expected NAME=KEY, the key 64 hexadecimal digits")
    return {"name": name, "key": key.lower()}


def show_log(arguments: argparse.Namespace) -> int:
    """Print what keepers and readers need to know of the log."""
    from django.conf import settings

    from scopeofduty.city.ledger.book import the_book
    from scopeofduty.city.ledger.ticks import sealed_through

    book = the_book()
    if book is None:
        print("This city has no log yet: begin one with `duty log begin NAME`.", file=sys.stderr)
        return BAD_INPUT
    told = {
        "origin": book.cadence.origin,
        "register": book.cadence.register_origin,
        "log keys": [str(book.signers[name].verifier) for name in book.origins],
        "receipt key": str(book.receipt_key.verifier),
        "keepers": sorted(book.policy.witnesses),
        "sealed through tick": sealed_through(book),
        "closed through tick": book.log.closed_through,
        "public files": str(settings.LOG_FOLDER),
        "keys": str(settings.LEDGER_KEYS),
    }
    _tell(told, as_json=arguments.json)
    return DONE


def new_keys(arguments: argparse.Namespace) -> int:
    """Make new secrets."""
    from django.conf import settings

    from scopeofduty.city.ledger.beginning import turn_keys
    from scopeofduty.city.ledger.book import the_book
    from scopeofduty.ledger.errors import MalformedError
    from scopeofduty.ledger.terms import iso

    book = the_book()
    if book is None:
        raise MalformedError("This city has no log yet: begin one with `duty log begin NAME`.")
    first = turn_keys(book)
    told = {
        "from tick": first,
        "that is": iso(book.cadence.end(first - 1)),
        "keys": str(settings.LEDGER_KEYS),
    }
    _tell(told, as_json=arguments.json)
    return DONE


def rebuild_log(arguments: argparse.Namespace) -> int:
    """Restore what keys, public files and escrow give back."""
    from dataclasses import asdict

    from scopeofduty.city.clock import port
    from scopeofduty.city.ledger.rebuilding import rebuild

    keys = [_private(path) for path in arguments.holder_key]
    outcome = rebuild(at=port.now(), mirror=arguments.mirror, escrow=arguments.escrow, holders=keys)
    _tell(asdict(outcome), as_json=arguments.json)
    return LOST if outcome.lost else DONE


def _private(path: Path) -> X25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from scopeofduty.ledger.errors import MalformedError

    try:
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except ValueError as error:
        raise MalformedError(f"{path} doesn't hold a private key of 64 hexadecimal digits") from error


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        print(f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}")

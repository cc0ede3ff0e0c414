"""`duty keys`: make, show and recover a recipient's key, sign with it, open what is sealed for it. Offline.

A key file is a stock age passphrase file: `age -d key.age` opens it, `age -d -i key.age case.age` uses it.
Exit codes: 0 done · 1 nothing opens, or a file is there already · 2 something given can't be read.
"""

from __future__ import annotations

import json
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

DONE, REFUSED, BAD_INPUT = 0, 1, 2
LEAST = 12
EPILOG = "Exit codes: 0 done, 1 nothing opens or a file is there already, 2 something given can't be read."


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `keys` to the command line."""
    parser = subparsers.add_parser(
        "keys", help="make and use a recipient's key, offline", description=__doc__, epilog=EPILOG
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, summary in (
        ("make", "make a key file"),
        ("recover", "make a key file again from its recovery line"),
    ):
        made = acts.add_parser(name, help=summary, epilog=EPILOG)
        made.add_argument("file", type=Path, help="the key file to write")
        made.add_argument("--person", default="", help="your log-in: prints the line that registers the key")
        _common(made, _make)
    show = acts.add_parser("show", help="print the public half of a key file", epilog=EPILOG)
    show.add_argument("file", type=Path, help="the key file")
    show.add_argument("--person", default="", help="your log-in: prints the line that registers the key")
    _common(show, _show)
    sign = acts.add_parser(
        "sign", help="sign a file (a list of actions, an edition of the roster)", epilog=EPILOG
    )
    sign.add_argument("file", type=Path, help="what is signed")
    sign.add_argument("--key", type=Path, required=True, help="your key file")
    sign.add_argument("--label", choices=("actions", "roster"), default="actions", help="what it is")
    _common(sign, _sign)
    opens = acts.add_parser("open", help="open the cases of saved batches that are for a key", epilog=EPILOG)
    opens.add_argument("batches", type=Path, nargs="+", help="batch files, oldest first")
    opens.add_argument("--key", type=Path, required=True, help="your key file")
    opens.add_argument(
        "--roster", type=Path, action="append", required=True, help="signed roster; repeat for older editions"
    )
    opens.add_argument(
        "--digest", action="append", default=[], help="digest in the public register, one a roster"
    )
    _common(opens, _open)


def _common(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--passphrase-file", type=Path, help="read the passphrase there instead of asking")
    parser.set_defaults(run=lambda args: _guarded(run, args))


def _guarded(run: Any, args: argparse.Namespace) -> int:
    from scopeofduty.sealing.errors import SealingError

    try:
        code: int = run(args)
    except SealingError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except FileExistsError as error:
        print(
            f"{error.filename} is there already; nothing was changed. Choose another name.", file=sys.stderr
        )
        return REFUSED
    except OSError as error:
        print(f"{error.filename} can't be read or written: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    return code


def _passphrase(args: argparse.Namespace, *, new: bool = False) -> str:
    from scopeofduty.sealing.errors import MalformedError

    if args.passphrase_file:
        given: str = args.passphrase_file.read_text(encoding="utf-8").rstrip("\n")
    else:
        given = getpass("Passphrase: ")
        if new and getpass("The same again: ") != given:
            raise MalformedError("the two passphrases differ")
    if new and len(given) < LEAST:
        raise MalformedError(f"a passphrase has at least {LEAST} characters; six random words are good")
    return given


def identity_in(path: Path, args: argparse.Namespace) -> str:
    """Return the age identity in a key file: a plain one, or after its passphrase."""
    from scopeofduty.sealing.bech32 import age_identity, age_secret
    from scopeofduty.sealing.envelope import unlock_identity

    data = path.read_bytes()
    if data.startswith(b"age-encryption.org/"):
        return unlock_identity(data, _passphrase(args))
    lines = [
        line for line in data.decode("utf-8", "replace").splitlines() if line and not line.startswith("#")
    ]
    return age_identity(age_secret(lines[0] if lines else ""))


def _make(args: argparse.Namespace) -> int:
    """Make a key, or one out of its recovery line on standard input."""
    from scopeofduty.sealing.bech32 import age_identity, age_secret
    from scopeofduty.sealing.envelope import lock_identity, new_key_pair

    if args.file.exists():
        raise FileExistsError(17, "File exists", str(args.file))
    if args.act == "recover":
        if sys.stdin.isatty():
            print("The recovery line:", file=sys.stderr)
        identity = age_identity(age_secret(sys.stdin.readline()))
    else:
        identity = new_key_pair().identity
    locked = lock_identity(identity, _passphrase(args, new=True))
    descriptor = os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(locked)
    if args.act == "make":
        spaced = " ".join(identity[at : at + 4] for at in range(0, len(identity), 4))
        print(f"Recovery line. Write it on paper and lock it away; it is not shown again:\n{spaced}\n")
    _print_public(identity, args.person)
    return DONE


def _show(args: argparse.Namespace) -> int:
    """Print the public half."""
    _print_public(identity_in(args.file, args), args.person)
    return DONE


def _print_public(identity: str, person: str) -> None:
    from scopeofduty.sealing.canonical import canonical
    from scopeofduty.sealing.envelope import recipient_of
    from scopeofduty.sealing.recipient_key import signer_of

    signer, recipient = signer_of(identity), recipient_of(identity)
    print(f"recipient    {recipient}\nsigning key  {signer.public.hex()}")
    if person:
        # The words of `city.roster.keys.claim`.
        claim = canonical({"person": person, "recipient": recipient, "v": 1})
        print(f"registration {recipient} {signer.public.hex()} {signer.sign('recipient-key', claim).hex()}")


def _sign(args: argparse.Namespace) -> int:
    """Write FILE.sig: the key and its signature, as JSON."""
    from scopeofduty.sealing.recipient_key import signer_of

    signer = signer_of(identity_in(args.key, args))
    signature = signer.sign(args.label, args.file.read_bytes())
    told = {"key": signer.public.hex(), "signature": signature.hex()}
    target = args.file.with_name(f"{args.file.name}.sig")
    target.write_text(json.dumps(told) + "\n", encoding="ascii")
    print(f"{target}\nsignature {signature.hex()}")
    return DONE


def _open(args: argparse.Namespace) -> int:
    """Print every case that opens, as JSON, one a line."""
    from scopeofduty.cli.case_reading import merged, read_case, rosters_in

    rosters = rosters_in(args.roster, args.digest)
    identity = identity_in(args.key, args)
    opened = [found for stored in merged(args.batches) if (found := read_case(stored, identity, rosters))]
    for found in opened:
        print(json.dumps(found, ensure_ascii=False))
    print(f"{len(opened)} opened.", file=sys.stderr)
    return DONE if opened else REFUSED

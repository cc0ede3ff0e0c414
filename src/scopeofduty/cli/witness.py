"""`duty witness`: be an independent keeper of a city's ledger.

Exit codes: 0 cosigned · 1 refused, the log doesn't lead on from what was kept ·
2 a key, file or address can't be read.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.cli import watch

if TYPE_CHECKING:
    import argparse
    from wsgiref.simple_server import WSGIServer

    from scopeofduty.ledger.note import SigningKey
    from scopeofduty.ledger.tiles import Reader
    from scopeofduty.ledger.witness import Witness

COSIGNED, REFUSED, BAD_INPUT = 0, 1, 2


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `witness` and its four subcommands to the command line."""
    parser = subparsers.add_parser(
        "witness", help="be an independent keeper of a ledger", description=__doc__
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_key(actions)
    for action in (_add_serve, _add_sign):
        chosen = action(actions)
        chosen.add_argument(
            "--key", type=Path, required=True, help="the keeper's key file, from `duty witness key`"
        )
        chosen.add_argument("--state", type=Path, required=True, help="folder for what was kept so far")
        chosen.add_argument(
            "--log", action="append", required=True, help="a log's key, name+id+base64; repeat for more"
        )
    watch.add_parser(actions)


def _add_key(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    key = actions.add_parser(
        "key", help="make a key", description="Make a keeper's key; prints its public half."
    )
    key.add_argument("name", help="who keeps, for example keeper.lawrence-library.example")
    key.add_argument("--out", type=Path, required=True, help="file for the private half")
    key.set_defaults(run=make_key)


def _add_serve(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    serve = actions.add_parser("serve", help="answer over HTTP (C2SP tlog-witness)")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=8095, help="port to listen on")
    serve.set_defaults(run=serve_http)
    return serve


def _add_sign(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    sign = actions.add_parser(
        "sign",
        help="cosign one checkpoint by hand",
        description="Cosign a checkpoint file; prints the signature line to send back.",
    )
    sign.add_argument("checkpoint", help="a checkpoint file; - for standard input")
    sign.add_argument("--tiles", help="folder or address of that log, needed from the second time on")
    sign.set_defaults(run=sign_by_hand)
    return sign


def make_key(args: argparse.Namespace) -> int:
    """Make a key file that only its owner can read; an existing file stays."""
    from scopeofduty.ledger.errors import LedgerError
    from scopeofduty.ledger.note import SignatureType, SigningKey

    try:
        key = SigningKey(args.name, SignatureType.COSIGNATURE, os.urandom(32))
        public = str(key.verifier)
        with open(os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 (mode)
            file.write(key.secret() + "\n")
    except FileExistsError:
        return _refuse(f"{args.out} exists already; a key is never overwritten")
    except (OSError, LedgerError) as error:
        return _refuse(str(error))
    print(public)
    return COSIGNED


def serve_http(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from scopeofduty.ledger.errors import LedgerError

    try:
        witness = _witness(args)
        server = make_witness_server(args.host, args.port, witness)
    except (OSError, LedgerError) as error:
        return _refuse(f"{error}")
    with server:
        print(f"{witness.key.verifier}\nanswers at http://{args.host}:{server.server_port}", flush=True)
        server.serve_forever()
    return COSIGNED


def make_witness_server(host: str, port: int, witness: Witness) -> WSGIServer:
    """A server that answers for one keeper, a thread a request."""
    import socketserver
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    from scopeofduty.ledger.witness_app import application

    class Server(socketserver.ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Handler(WSGIRequestHandler):
        timeout = 30

        def log_message(self, *_: object) -> None:
            """Say nothing of who asks."""

    return make_server(host, port, application(witness), Server, Handler)


def sign_by_hand(args: argparse.Namespace) -> int:
    """Cosign one checkpoint file."""
    from scopeofduty.ledger.errors import LedgerError
    from scopeofduty.ledger.sources import open_source

    try:
        data = sys.stdin.buffer.read() if args.checkpoint == "-" else Path(args.checkpoint).read_bytes()
        line = cosign(_witness(args), data, open_source(args.tiles) if args.tiles else None)
    except RefusedError as error:
        return _refuse(f"not cosigned: {error}", REFUSED)
    except (OSError, LedgerError) as error:
        return _refuse(f"{error}")
    print(line, end="")
    return COSIGNED


class RefusedError(Exception):
    """The log doesn't lead on from what this keeper has."""


def cosign(witness: Witness, checkpoint: bytes, read: Reader | None) -> str:
    """The signature line of a keeper for a checkpoint, whose log `read` reads.

    Raises `RefusedError` where the log doesn't lead on from what the keeper signed last.
    """
    from scopeofduty.ledger.checkpoint import Checkpoint
    from scopeofduty.ledger.errors import MalformedError
    from scopeofduty.ledger.note import Note
    from scopeofduty.ledger.tiles import TileTree
    from scopeofduty.ledger.witness import request_for

    head = Checkpoint.parse(Note.parse(checkpoint).text)
    latest = witness.latest(head.origin)
    old = Checkpoint.parse(latest.text).head.size if latest else 0
    if read is None and 0 < old < head.head.size:
        raise MalformedError(
            f"size {old} was kept last; give --tiles, so that the growth since can be checked"
        )
    request = request_for(old, checkpoint, TileTree(read or (lambda _: None), head.head.size))
    reply = witness.add_checkpoint(bytes(request))
    if reply.status != 200:
        reason = f"{old} entries were kept" if reply.status == 409 else reply.body.decode().strip()
        raise RefusedError(f"{reason} (status {reply.status.value})")
    return reply.body.decode()


def _witness(args: argparse.Namespace) -> Witness:
    from scopeofduty.ledger.note import VerifierKey
    from scopeofduty.ledger.storage import Folder
    from scopeofduty.ledger.witness import Witness

    logs: dict[str, list[VerifierKey]] = {}
    for text in args.log:
        key = VerifierKey.parse(text)
        logs.setdefault(key.name, []).append(key)
    return Witness(read_key(args.key), logs, Folder(args.state), lambda: int(time.time()))


def read_key(path: Path) -> SigningKey:
    """A keeper's key from its file."""
    from scopeofduty.ledger.note import SigningKey

    return SigningKey.parse(path.read_text())


def _refuse(text: str, code: int = BAD_INPUT) -> int:
    print(text, file=sys.stderr)
    return code

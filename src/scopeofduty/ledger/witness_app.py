"""A witness over HTTP, as a WSGI application: for `duty witness serve`, or any WSGI server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from scopeofduty.ledger.witness import MAX_REQUEST, Reply, Witness

_MONITORED = re.compile(r"/([0-9a-f]{64})/checkpoint")
StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(witness: Witness) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """The WSGI application of one witness."""

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        reply = _route(witness, environ)
        headers = [("Content-Type", reply.type), ("Content-Length", str(len(reply.body)))]
        start_response(f"{reply.status.value} {reply.status.phrase}", headers)
        return [reply.body]

    return app


def _route(witness: Witness, environ: dict[str, Any]) -> Reply:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    found = _MONITORED.fullmatch(path)
    if found and method == "GET":
        return witness.monitored(found[1])
    if path != "/add-checkpoint":
        return Reply(HTTPStatus.NOT_FOUND, b"this is a witness: POST /add-checkpoint\n")
    if method != "POST":
        return Reply(HTTPStatus.METHOD_NOT_ALLOWED, b"POST a checkpoint here\n")
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        return Reply(HTTPStatus.LENGTH_REQUIRED, b"send a Content-Length\n")
    if int(length) > MAX_REQUEST:
        return Reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_REQUEST} bytes\n".encode())
    return witness.add_checkpoint(environ["wsgi.input"].read(int(length)))

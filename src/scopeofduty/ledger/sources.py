"""Where a log is read from: a folder, or an address."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.storage import Folder

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from scopeofduty.ledger.tiles import Reader

TIMEOUT = 20
MAX_FILE = 20_000_000


def open_source(place: str) -> Reader:
    """A reader of a folder, or of an ``http(s)://`` address."""
    if "://" in place:
        return http_reader(place)
    folder = Path(place)
    if not folder.is_dir():
        raise MalformedError(f"{place} is neither a folder nor an http(s) address")
    return Folder(folder).read


def http_reader(base: str) -> Reader:
    """Read files below an address; a 404 is an absent file. Raises OSError when nobody answers."""
    check_address(base)

    def read(path: str) -> bytes | None:
        status, body = exchange(f"{base.rstrip('/')}/{path}", None)
        if status == 404:
            return None
        if status != 200:
            raise OSError(f"{base} answered {status} for {path}")
        return body

    return read


def check_address(url: str) -> None:
    """Raise `MalformedError` unless `url` is http(s) with a host."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MalformedError(f"{url!r} isn't an http(s) address")


def exchange(url: str, body: bytes | None) -> tuple[int, bytes]:
    """GET, or POST `body`; status and answer. Raises OSError when nobody answers."""
    check_address(url)
    headers = {"User-Agent": "scopeofduty", "Accept-Encoding": "gzip, identity"}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 (checked above)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310 (checked above)
            data, status = _body(reply), reply.status
    except urllib.error.HTTPError as error:
        with error:
            data, status = _body(error), error.code
    if len(data) > MAX_FILE:
        raise OSError(f"{url} sends more than {MAX_FILE} bytes")
    return status, data


def _body(reply: HTTPResponse | urllib.error.HTTPError) -> bytes:
    """What was sent, at most a byte more than is read; a log may compress it unasked (tlog-tiles)."""
    data = reply.read(MAX_FILE + 1)
    if reply.headers.get("Content-Encoding", "").strip().lower() != "gzip":
        return data
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MAX_FILE + 1)
    except zlib.error as error:
        raise OSError(f"what was sent as gzip isn't: {error}") from error

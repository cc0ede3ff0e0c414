"""E-mail: eml and mbox, subject and body, with attachments handed back to be read as files."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING

from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, ProsePiece, UnreadableError
from scopeofduty.sweep.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

_FROM = re.compile(rb"^From [^\r\n]*\d{4}\r?\n", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")


def read(source: Source) -> Iterator[Piece | Source]:
    """Yield subject and body of each message, and each attachment as a source of its own.

    Raises:
        UnreadableError: There is no message in the file.
    """
    starts = [match.start() for match in _FROM.finditer(source.data)]
    if not starts:
        yield from _message(source.data, source.name, 1)
        return
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(source.data)], strict=True), 1):
        raw = source.data[start:end].split(b"\n", 1)[-1]
        try:
            yield from _message(raw, source.name, number)
        except UnreadableError as error:
            yield NotReadPiece(Place(f"message {number}"), str(error))


def _message(raw: bytes, name: str, number: int) -> Iterator[Piece | Source]:
    message: EmailMessage = email.message_from_bytes(raw, policy=email.policy.default)
    if not message.keys():
        raise UnreadableError("no message in it (it has no headers)")
    where = f"message {number}"
    if subject := str(message.get("Subject", "")):
        yield ProsePiece(Place(f"{where}, subject"), subject, stored=True)
    for part in message.walk():
        if part.is_multipart():
            continue
        if part.get_filename() or part.get_content_maintype() != "text":
            payload = part.get_payload(decode=True)
            filename = part.get_filename()
            if filename and isinstance(payload, bytes):
                yield Source(f"{name}!{where}/{filename}", payload)
            continue
        yield from _body(part, where)


def _body(part: EmailMessage, where: str) -> Iterator[Piece]:
    try:
        text = part.get_content()
    except (LookupError, ValueError, KeyError) as error:
        yield NotReadPiece(Place(f"{where}, body"), f"its text can't be decoded ({error})")
        return
    if part.get_content_subtype() == "html":
        text = _TAG.sub(" ", text)
    yield ProsePiece(Place(f"{where}, body"), text, stored=True)

"""From one age key to another, or out to a reader, in pieces of 64 KiB in memory."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from scopeofduty.city.reports import files
from scopeofduty.city.reports.upload import PIECE, SealingPipe
from scopeofduty.sealing.envelope import unseal_stream
from scopeofduty.sealing.errors import EnvelopeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scopeofduty.city.reports.upload import Received


def for_epoch(received: Received, identity: str, recipient: str) -> Received:
    """Seal a file that lies aside for another recipient; the one before is removed.

    An upload begins before the form's words are read, so it is sealed for a key of the request's own first.
    """
    with received.path.open("rb") as source, files.written_aside() as (path, target):
        pipe = SealingPipe(target, recipient)
        try:
            unseal_stream(source, pipe, [identity])  # type: ignore[arg-type]
        finally:
            pipe.finish()
    received.discard()
    return replace(received, path=path, sealed_size=path.stat().st_size)


def opened(source: BinaryIO, identities: Sequence[str], size: int) -> Iterator[bytes]:
    """Yield the first `size` bytes of a sealed file's plaintext; what follows is padding."""
    out, into = os.pipe()
    reading, writing = os.fdopen(out, "rb"), os.fdopen(into, "wb")

    def run() -> None:
        # A reader who went away breaks the pipe; a file that doesn't open ends short, and its hash tells.
        with source, contextlib.suppress(OSError, EnvelopeError), writing:
            unseal_stream(source, writing, identities)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        left = size
        while left and (piece := reading.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        reading.close()
        thread.join()

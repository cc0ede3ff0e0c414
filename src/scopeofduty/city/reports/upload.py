"""Attachments on their way in: no byte of a plaintext ever lies on a disk.

Django writes an upload of more than 2.5 MiB to a temporary file as it came. These handlers stand in its
place. Whatever a browser sealed is written as it is; what comes unsealed, from a page without JavaScript,
flows through age in pieces of 64 KiB and is written encrypted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from scopeofduty.city.reports import files
from scopeofduty.city.reports.bodies import FILE_LIMIT, FILES
from scopeofduty.sealing.envelope import seal_stream
from scopeofduty.sealing.padding import file_size

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

PIECE = 64 * 1024
SMALL_LIMIT = 2 * 1024 * 1024
"""Bytes of everything in a request that isn't an attachment: wraps, message, identity box."""
SEALED_LIMIT = file_size(FILE_LIMIT) * 4097 // 4096 + PIECE
"""Bytes of an attachment's age file: padding, 16 bytes a chunk of 64 KiB, a header."""
FREE = 512 * 1024 * 1024
"""Bytes that an attachment leaves free on the disk: reports themselves must still fit."""


@dataclass(frozen=True)
class Received:
    """An attachment that lies aside as an age file."""

    name: str
    content_type: str
    size: int
    """Bytes of what was sent: of the plaintext, if it came unsealed."""
    sha256: bytes
    path: Path
    sealed_size: int

    def discard(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)


class SmallPart(io.BytesIO):
    """A part that is kept in memory; has the names that Django looks for."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__()
        self.name, self.size = name, size


class _Upload(FileUploadHandler):
    """Takes parts named ``file...`` to the folder of age files, and the others into memory."""

    limit = FILE_LIMIT

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.problem = ""
        self.received: list[Received] = []
        self._small = 0
        self._part: SmallPart | None = None
        self._stack = contextlib.ExitStack()

    def new_file(self, *arguments: Any, **more: Any) -> None:
        """Begin a part."""
        super().new_file(*arguments, **more)
        self._part = None
        if not str(self.field_name).startswith("file"):
            self._part = SmallPart(str(self.field_name), 0)
            return
        if len(self.received) >= FILES:
            self._stop(
                _("At most %(count)s files fit into one message. Send the others afterwards.")
                % {"count": FILES}
            )
        if shutil.disk_usage(files.folder()).free < FREE:
            self._stop(
                _("There is no room for a file now. Send the report without it, and tell by phone or later.")
            )
        self._sha256, self._size = hashlib.sha256(), 0
        self._path, self._file = self._stack.enter_context(files.written_aside())
        self._begin()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 — Django's signature
        """Take a piece of a part."""
        if self._part is not None:
            self._small += len(raw_data)
            if self._small > SMALL_LIMIT:
                self._stop(_("This is larger than a report can be."))
            self._part.write(raw_data)
            return
        self._size += len(raw_data)
        if self._size > self.limit:
            self._stop(_("A file here has more than 100 MB. Send it in parts, or tell that you have it."))
        self._sha256.update(raw_data)
        self._write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """End a part."""
        if self._part is not None:
            self._part.size = file_size
            self._part.seek(0)
            return self._part
        self._end()
        self._stack.close()
        self._stack = contextlib.ExitStack()
        done = Received(
            str(self.file_name),
            self.content_type or "",
            self._size,
            self._sha256.digest(),
            self._path,
            self._path.stat().st_size,
        )
        self.received.append(done)
        return done

    def upload_interrupted(self) -> None:
        """Remove what came of a request that broke off."""
        self.abandon()
        self.discard()

    def abandon(self) -> None:
        """Close the part that is under way, and leave no file of it."""
        self._cancel()
        stack, self._stack = self._stack, contextlib.ExitStack()
        with contextlib.suppress(InterruptedError), stack:
            raise InterruptedError

    def discard(self) -> None:
        """Remove every file of this request that isn't in its place."""
        for each in self.received:
            each.discard()

    def _stop(self, problem: str) -> None:
        self.problem = problem
        self.abandon()
        raise StopUpload(connection_reset=False)

    def _begin(self) -> None: ...

    def _write(self, data: bytes) -> None:
        self._file.write(data)

    def _end(self) -> None: ...

    def _cancel(self) -> None: ...


class SealedUpload(_Upload):
    """Takes age files as a browser sealed them; anything else is refused before it is kept."""

    limit = SEALED_LIMIT

    def _write(self, data: bytes) -> None:
        if self._size == len(data) and not data.startswith(files.HEAD):
            self._stop(
                _("A file came here unsealed and was not kept. Reload the page and send the report again.")
            )
        super()._write(data)


class SealingUpload(_Upload):
    """Seals what comes, as it comes, for one age recipient."""

    def __init__(self, request: HttpRequest, recipient: str) -> None:
        super().__init__(request)
        self.recipient = recipient
        self._through: SealingPipe | None = None

    def _begin(self) -> None:
        self._through = SealingPipe(self._file, self.recipient)

    def _write(self, data: bytes) -> None:
        self._through.write(data)

    def _end(self) -> None:
        left = file_size(self._size) - self._size
        while left:
            left -= self._through.write(bytes(min(left, PIECE)))
        self._through.finish()
        self._through = None

    def _cancel(self) -> None:
        if self._through is not None:
            with contextlib.suppress(OSError):
                self._through.finish()
            self._through = None


class SealingPipe:
    """Pushes bytes through age, which pulls them: a pipe in memory, and a thread at its other end."""

    def __init__(self, target: BinaryIO, recipient: str) -> None:
        out, into = os.pipe()
        self._into = os.fdopen(into, "wb")
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(os.fdopen(out, "rb"), target, recipient))
        self._thread.start()

    def _run(self, source: BinaryIO, target: BinaryIO, recipient: str) -> None:
        try:
            with source:
                seal_stream(source, target, [recipient])
        except BaseException as error:  # noqa: BLE001 — it is raised again in the request's own thread
            self._error = error

    def write(self, data: bytes) -> int:
        """Push some bytes."""
        return self._into.write(data)

    def finish(self) -> None:
        """Push the rest and wait until it is written.

        Raises:
            OSError: it couldn't be written.
        """
        try:
            with contextlib.suppress(BrokenPipeError):
                self._into.close()
        finally:
            self._thread.join()
        if self._error is not None:
            message = "an attachment couldn't be sealed"
            raise OSError(message) from self._error


def take(request: HttpRequest, handler: _Upload) -> _Upload:
    """Read the request's parts with `handler`, and no other."""
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 — reading it is what parses the parts
    except BaseException:
        handler.upload_interrupted()
        raise
    return handler

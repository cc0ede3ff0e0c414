"""Attachments on disk: age files and nothing else, each below its random id.

A file is written aside, made durable, and linked into place before its row is committed: a kill leaves a row
with its file, or a file without a row, which `sweep` removes.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

ID = re.compile(r"[0-9a-f]{32}")
HEAD = b"age-encryption.org/v1\n"
ASIDE = "incoming"


def folder() -> Path:
    """Return the folder of the files, made on the first use; nobody else on the machine may look in."""
    path = Path(settings.REPORTS_FOLDER)
    (path / ASIDE).mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(id_: str) -> Path:
    """Return where a file lies.

    Raises:
        ValueError: that is no id.
    """
    if not ID.fullmatch(id_):
        message = f"a file's id has 32 hexadecimal digits, and {id_[:40]!r} doesn't"
        raise ValueError(message)
    return folder() / id_[:2] / f"{id_}.age"


@contextlib.contextmanager
def written_aside() -> Iterator[tuple[Path, BinaryIO]]:
    """Give a new file for ciphertext, durable when the block ends; a block that fails leaves none."""
    path = folder() / ASIDE / secrets.token_hex(16)
    try:
        with path.open("xb") as file:
            yield path, file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def put_in_place(aside: Path, id_: str, day: datetime) -> None:
    """Give a file its final name. Done twice with the same id, the first one stays."""
    final = path_of(id_)
    final.parent.mkdir(exist_ok=True, mode=0o700)
    # A file's time would tell the hour that the database doesn't keep.
    os.utime(aside, (day.timestamp(), day.timestamp()))
    with contextlib.suppress(FileExistsError):
        os.link(aside, final)
    aside.unlink()
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def blur(ids: Collection[str], day: datetime) -> None:
    """Set the times of these files once more: their change time becomes now, the same for the whole batch."""
    for id_ in ids:
        with contextlib.suppress(FileNotFoundError):
            os.utime(path_of(id_), (day.timestamp(), day.timestamp()))


def remove(ids: Collection[str]) -> None:
    """Remove files for good."""
    for id_ in ids:
        path_of(id_).unlink(missing_ok=True)


def sweep(known: Collection[str], before: float) -> int:
    """Remove files older than `before` (seconds) that no row names or that lie aside; return how many."""
    kept, removed = set(known), 0
    for path in folder().rglob("*"):
        if not path.is_file() or path.stat().st_ctime > before:
            continue
        if path.parent.name == ASIDE or path.stem not in kept:
            path.unlink(missing_ok=True)
            removed += 1
    return removed

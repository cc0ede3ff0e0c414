"""Which reader a file wants: by what its bytes say first, by its name second."""

from __future__ import annotations

import importlib
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import cast

from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, UnreadableError
from scopeofduty.sweep.readers.office import open_zip
from scopeofduty.sweep.readers.source import DOCUMENT_LIMIT, Source

Reader = Callable[[Source], "Iterator[Piece | Source]"]


@cache
def _suffixes() -> dict[str, str]:
    text = files("scopeofduty.sweep.readers").joinpath("suffixes.toml").read_text(encoding="utf-8")
    return {suffix: reader for reader, suffixes in tomllib.loads(text).items() for suffix in suffixes}


_SQLITE = b"SQLite format 3\x00"


def reader_of(source: Source) -> Reader:
    """Return the reader for a file.

    Raises:
        UnreadableError: Nothing here reads such a file, or it is too large to read whole.
    """
    name = _module(source)
    if len(source.data) > DOCUMENT_LIMIT and name not in {"text", "code"}:
        raise UnreadableError(
            f"{len(source.data):,} bytes: larger than {DOCUMENT_LIMIT:,}, the most that is read whole"
        )
    if name == "archive":
        return archive
    module = importlib.import_module(f"scopeofduty.sweep.readers.{name}")
    return cast("Reader", module.read)


def _module(source: Source) -> str:
    head, suffix = source.data[:1024], PurePath(source.name).suffix.lower().lstrip(".")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(source, suffix)
    if _suffixes().get(suffix) == "picture" or head.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00")
    ):
        raise UnreadableError("a picture, sound or typeface: no text to read")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(
            "an old or password-protected Office file: save it as DOCX or XLSX without a password"
        )
    if head.startswith(b"From ") and b"\nSubject:" in source.data[:4096]:
        return "mail"
    return _suffixes().get(suffix, "code")


def _zipped(source: Source, suffix: str) -> str:
    names = set(open_zip(source).namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return suffix if suffix in {"docx", "xlsx"} else "archive"


def archive(source: Source) -> Iterator[Piece | Source]:
    """Yield each file of a zip as a source of its own, named ``outer.zip!inner``."""
    packed = open_zip(source)
    for member in packed.infolist():
        if member.is_dir():
            continue
        try:
            yield Source(f"{source.name}!{member.filename}", packed.read(member))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
            yield NotReadPiece(Place(member.filename), f"broken inside the archive ({str(error)[:80]})")


def is_sqlite(head: bytes) -> bool:
    """The bytes begin an SQLite database."""
    return head.startswith(_SQLITE)

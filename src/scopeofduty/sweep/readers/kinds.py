"""Which reader a file wants: by what its bytes say first, by its name second."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import cast

from scopeofduty.sweep.piece import Piece, UnreadableError
from scopeofduty.sweep.readers.archive import is_packed
from scopeofduty.sweep.readers.office import open_zip
from scopeofduty.sweep.readers.source import DOCUMENT_LIMIT, Source

Reader = Callable[[Source], "Iterator[Piece | Source]"]


@cache
def _suffixes() -> dict[str, str]:
    text = files("scopeofduty.sweep.readers").joinpath("suffixes.toml").read_text(encoding="utf-8")
    return {suffix: reader for reader, suffixes in tomllib.loads(text).items() for suffix in suffixes}


_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_INSIDE_OLD_OFFICE = {
    "EncryptedPackage": "locked by a password",
    "__substg1.0_": "an Outlook message: save it as .eml",
}
_NAMED_BY_HEAD = {
    b"\x89PNG": "a picture, sound or typeface: no text to read",
    b"\xff\xd8\xff": "a picture, sound or typeface: no text to read",
    b"GIF8": "a picture, sound or typeface: no text to read",
    b"II*\x00": "a picture, sound or typeface: no text to read",
    b"7z\xbc\xaf": "an archive of a kind that isn't unpacked here (7z): unpack it first",
    b"Rar!": "an archive of a kind that isn't unpacked here (rar): unpack it first",
    b"SQLite format 3\x00": "an SQLite database inside another file: take it out first",
    b"!BDN": "an Outlook mailbox: export it as mbox or eml",
    b"\x00\x01\x00\x00Standard": "an Access database: export its tables as CSV",
    b"{\\rtf": "an RTF text: save it as DOCX or PDF",
}
_MARKUP = re.compile(rb"<(?:!doctype html|html|table)\b", re.IGNORECASE)


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
    module = importlib.import_module(f"scopeofduty.sweep.readers.{name}")
    return cast("Reader", module.read)


def _module(source: Source) -> str:
    head, suffix = source.data[:1024], PurePath(source.name).suffix.lower().lstrip(".")
    by_name = _suffixes().get(suffix, "code")
    if found := _by_head(source, head, suffix):
        return found
    if by_name == "picture":
        raise UnreadableError("a picture, sound or typeface: no text to read")
    if suffix in {"xls", "doc"} and _MARKUP.search(head):
        return "html"
    if by_name == "text" and _is_table(source.data[:4096]):
        return "delimited"
    return by_name


_BY_HEAD = {b"%PDF-": "pdf", b"PAR1": "parquet", b"ARROW1": "parquet"}


def _by_head(source: Source, head: bytes, suffix: str) -> str | None:
    """Return the reader that the first bytes ask for, whatever the file is named."""
    if head.startswith(b"PK\x03\x04"):
        return _zipped(source, suffix)
    if is_packed(head):
        return "archive"
    if head.startswith(b"From ") and b"\nSubject:" in source.data[:4096]:
        return "mail"
    if head.startswith(_OLD_OFFICE):
        raise UnreadableError(_old_office(source.data))
    for mark, reason in _NAMED_BY_HEAD.items():
        if head.startswith(mark):
            raise UnreadableError(reason)
    return next((reader for mark, reader in _BY_HEAD.items() if head.startswith(mark)), None)


def _old_office(data: bytes) -> str:
    for inside, reason in _INSIDE_OLD_OFFICE.items():
        if inside.encode("utf-16-le") in data:
            return reason
    return "an old Office file: save it as DOCX or XLSX"


def _zipped(source: Source, suffix: str) -> str:
    names = set(open_zip(source).namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "opendocument"
    return suffix if suffix in {"docx", "xlsx"} else "archive"


def _is_table(head: bytes) -> bool:
    """A text whose first lines all have as many tabs, or bars, is a table."""
    lines = [line for line in head.splitlines()[:-1] if line.strip()][:5]
    counts = {mark: {line.count(mark) for line in lines} for mark in (b"\t", b"|")}
    return len(lines) >= 3 and any(len(found) == 1 and min(found) >= 2 for found in counts.values())

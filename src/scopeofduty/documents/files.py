"""Files of any kind that this package reads, told apart by what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.documents.akoma_ntoso import read_akoma_ntoso_text
from scopeofduty.documents.docx import Reading, read_docx, read_layout
from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.outline import read_outline

if TYPE_CHECKING:
    from scopeofduty.documents.provision import Ordinance

LARGEST_FILE = 64 * 1024 * 1024  # bytes
_FOREIGN = {
    b"%PDF": "a PDF, whose order of words can't be relied on; ask for the DOCX or the plain text",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc); save it as .docx",
    b"{\\rtf": "a rich text file (.rtf); save it as .docx",
}


def read_file(data: bytes, reading: Reading = Reading.ACCEPTED) -> Ordinance:
    """The text in a DOCX, Akoma Ntoso or plain text file; ``reading`` matters to a DOCX with tracked changes.

    Raises `DocumentError` with one sentence for a person when the file is anything else, empty, damaged, or
    over 64 MiB.
    """
    if len(data) > LARGEST_FILE:
        raise DocumentError(f"the file holds {len(data):,} bytes; at most {LARGEST_FILE:,} are read")
    if data.startswith(b"PK"):
        return read_layout(read_docx(data), reading)
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise DocumentError(f"the file is {what}")
    text = decode(data)
    if text.lstrip().startswith("<"):
        return read_akoma_ntoso_text(data)
    return read_outline(text)


def decode(data: bytes) -> str:
    """Plain text in UTF-8, or in UTF-16 with a byte order mark; `DocumentError` for anything else."""
    if not data.strip():
        raise DocumentError("the file is empty; a text, DOCX or Akoma Ntoso file was expected")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"byte 0x{data[error.start]:02x} on line {line}"
        raise DocumentError(
            f"{found} is not {encoding[:6].upper().rstrip('-')} text; save the file as UTF-8"
        ) from None
    if "\x00" in text:
        raise DocumentError(
            "the file is not text (it holds zero bytes); give a text, DOCX or Akoma Ntoso file"
        )
    return text

"""The ZIP around a DOCX, opened with bounds and written the same way each time."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.xml import LARGEST, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

_MOST_PARTS = 10_000
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_DOCUMENT = ("/relationships/officeDocument",)


class Package:
    """A DOCX file in memory. Parts are read one at a time, each up to 64 MiB unpacked.

    Raises `DocumentError` for what is not a ZIP, is cut off, is encrypted, or unpacks to more.
    """

    def __init__(self, data: bytes) -> None:
        if not data:
            raise DocumentError("the file is empty; a DOCX file was expected")
        if not data.startswith(b"PK"):
            raise DocumentError(
                "the file is not a DOCX (a DOCX is a ZIP file; this is not one); save it as .docx"
            )
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, OSError, NotImplementedError):
            raise DocumentError(
                "the DOCX is cut off or damaged: its ZIP directory is missing; copy it again"
            ) from None
        if len(self._zip.infolist()) > _MOST_PARTS:
            raise DocumentError(f"the DOCX holds more than {_MOST_PARTS:,} parts; it is not read")

    def part(self, name: str) -> etree._Element | None:
        """The XML of a part, or None when the file has no such part."""
        data = self._bytes(name)
        return None if data is None else parse_xml(data, f"part {name} of the DOCX")

    def _bytes(self, name: str) -> bytes | None:
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise DocumentError("the DOCX is protected by a password; save it without one")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(LARGEST + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
            raise DocumentError(f"the DOCX is cut off or damaged in its part {name}; copy it again") from None
        if len(data) > LARGEST:
            raise DocumentError(
                f"part {name} of the DOCX unpacks to more than {LARGEST // 2**20} MiB; it is not read"
            )
        return data

    @property
    def main(self) -> str:
        """The name of the part with the text."""
        relations = self.part("_rels/.rels")
        if relations is None:
            raise DocumentError("the file is a ZIP but not a DOCX: it has no _rels/.rels; save it as .docx")
        for relation in relations.iterfind(f"{{{_RELATIONS}}}Relationship"):
            if relation.get("Type", "").endswith(_OFFICE_DOCUMENT):
                return relation.get("Target", "").lstrip("/")
        raise DocumentError("the file is a ZIP but not a DOCX: it names no main document; save it as .docx")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of parts; the same parts give the same bytes."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()

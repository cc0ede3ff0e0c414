"""What DOCX and XLSX share: a zip of XML parts that must not be a bomb."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from scopeofduty.sweep.piece import UnreadableError
from scopeofduty.sweep.readers.source import RATIO_LIMIT, UNPACKED_LIMIT

if TYPE_CHECKING:
    from scopeofduty.sweep.readers.source import Source


def open_zip(source: Source) -> zipfile.ZipFile:
    """Open a zip after checking what it would unpack to.

    Raises:
        UnreadableError: It is no zip, is encrypted, or unpacks past the limits.
    """
    if source.data[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableError(
            "an old or password-protected Office file: save it as DOCX or XLSX without a password"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError(f"the zip is broken or truncated ({error})") from error
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableError("locked by a password")
    total = sum(member.file_size for member in members)
    bomb = any(
        m.file_size > 10_000_000 and m.file_size > RATIO_LIMIT * max(1, m.compress_size) for m in members
    )
    if total > UNPACKED_LIMIT or bomb:
        raise UnreadableError(f"unpacks to {total:,} bytes: taken for a zip bomb and left packed")
    return archive


def parse(archive: zipfile.ZipFile, part: str) -> Any:
    """Parse one XML part, or return None where the archive has none of that name.

    Raises:
        UnreadableError: The part is broken.
    """
    if part not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(archive.read(part), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError) as error:
        raise UnreadableError(f"its part {part} is broken ({str(error)[:80]})") from error

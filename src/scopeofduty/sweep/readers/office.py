"""What office files share: a zip of XML parts that must not be a bomb, and tables laid out as forms."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.source import RATIO_LIMIT, UNPACKED_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source


def open_zip(source: Source) -> zipfile.ZipFile:
    """Open a zip after checking what it would unpack to.

    Raises:
        UnreadableError: It is no zip, is encrypted, or unpacks past the limits.
    """
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


def label_cells(rows: list[list[str]]) -> Iterator[PointPiece]:
    """Yield the text of each cell that stands left of, or above, an empty one."""
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else []
        for column, text in enumerate(row):
            right_empty = column + 1 < len(row) and not row[column + 1]
            below_empty = column < len(below) and not below[column]
            if text and len(text) < 300 and (right_empty or below_empty):
                yield PointPiece(Place(text[:60]), Point((), (text,)), Verb.ASKS)

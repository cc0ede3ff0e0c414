"""A file as readers get it: a name, its bytes, and the limits that keep a sweep alive."""

from __future__ import annotations

from dataclasses import dataclass

DOCUMENT_LIMIT = 200_000_000
"""Bytes of a document (PDF, Office, JSON) that is read whole; a larger one is reported as not read."""
UNPACKED_LIMIT = 400_000_000
"""Bytes an archive or Office file may unpack to, all parts together."""
RATIO_LIMIT = 200
"""How many times its packed size one part of an archive may unpack to (a zip bomb passes 1,000)."""
PIECE_LIMIT = 200_000
"""Characters of one piece of prose; longer lines are read in slices of this size."""
_TAB = 9


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file and the name it goes by (inside an archive: ``outer.zip!inner.csv``)."""

    name: str
    data: bytes

    def text(self) -> str:
        """Decode as UTF-8 or UTF-16, else as Windows-1252, which never fails."""
        if wide := utf16(self.data):
            return self.data.decode(wide, errors="replace").removeprefix("\ufeff")
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", errors="replace")

    @property
    def binary(self) -> bool:
        """No text: it holds zero bytes, and not as UTF-16 does."""
        return b"\x00" in self.data[:8192] and utf16(self.data) is None


def utf16(data: bytes) -> str | None:
    """Name the UTF-16 of some bytes, told by their mark or by every second byte, or return None."""
    if data[:2] == b"\xff\xfe":
        return "utf-16-le"
    if data[:2] == b"\xfe\xff":
        return "utf-16-be"
    first, second = data[:400:2], data[1:400:2]
    if len(first) < 8 or b"\x00" not in data[:400]:
        return None
    if second.count(0) > 0.9 * len(second) and min(first) >= _TAB:
        return "utf-16-le"
    return "utf-16-be" if first.count(0) > 0.9 * len(first) and min(second) >= _TAB else None

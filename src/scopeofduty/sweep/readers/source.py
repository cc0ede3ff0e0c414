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


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file and the name it goes by (inside an archive: ``outer.zip!inner.csv``)."""

    name: str
    data: bytes

    def text(self) -> str:
        """Decode as UTF-8 or UTF-16 by its mark, else as Windows-1252, which never fails."""
        if self.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return self.data.decode("utf-16", errors="replace")
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", errors="replace")

"""Source code, configuration and anything else made of lines: each line with its identifiers and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.prefilter import may_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_LINE = 4_000


def read(source: Source) -> Iterator[Piece]:
    """Yield each line the prefilter lets through.

    Raises:
        UnreadableError: The file is binary.
    """
    if b"\x00" in source.data[:8192]:
        raise UnreadableError("binary")
    for number, line in enumerate(source.text().splitlines(), 1):
        bare = line.strip()
        if not bare or not may_matter(bare):
            continue
        if len(bare) > _LINE:
            yield NotReadPiece(
                Place(line=number), f"a line of {len(bare):,} characters, likely generated code"
            )
            continue
        yield PointPiece(Place(bare[:80], line=number), fragment.code(bare), Verb.STORES, code=True)

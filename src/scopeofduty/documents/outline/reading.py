"""Plain text into a tree of provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scopeofduty.documents.lines import Line, Role, assemble
from scopeofduty.documents.outline.scan import Piece, scan
from scopeofduty.documents.outline.sequence import Level, Path, place
from scopeofduty.documents.provision import WITHIN_SECTION, Kind, Ordinance, normal, normal_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scopeofduty.documents.numbering import Marker


def read_outline(text: str) -> Ordinance:
    """The ordinance that a plain text spells.

    Paragraphs are separated by empty lines; a line that merely goes on belongs to the one before it. A line
    that starts with a backslash is ordinary text even if it looks like a number. A line ``---``, or one that
    begins "Passed by the", starts what stands after the last provision. Every word of the input is in the
    result; no text is an error.
    """
    pieces = scan(text)
    body, after = _parted(pieces)
    builder = _Builder()
    paths = iter(place(body))
    for piece in body:
        path = next(paths) if piece.marker is not None else None
        if piece.marker is not None and path is not None:
            builder.open(piece, piece.marker, path)
        else:
            builder.add(piece)
    return assemble([*builder.lines(), *_conclusion(after)])


def _parted(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    numbered = next((at for at, piece in enumerate(pieces) if piece.marker is not None), len(pieces))
    closes = next((at for at, piece in enumerate(pieces) if piece.closes and at > numbered), len(pieces))
    return pieces[:closes], pieces[closes:]


def _conclusion(pieces: Sequence[Piece]) -> list[Line]:
    draft = _Draft(Role.CONCLUSION)
    for piece in pieces:
        draft.add(_spelled(piece), fresh=piece.starts_paragraph)
    paragraphs = draft.paragraphs()
    return [Line(Role.CONCLUSION, paragraphs)] if paragraphs else []


def _spelled(piece: Piece) -> str:
    """A piece whose marker, if any, turned out to be ordinary text."""
    return f"{piece.text} {piece.heading}".strip() if piece.heading else piece.text


@dataclass(slots=True)
class _Draft:
    role: Role
    depth: int = 0
    kind: Kind | None = None
    number: str = ""
    heading: str = ""
    column: int = 0
    parts: list[list[str]] = field(default_factory=list)

    def add(self, text: str, *, fresh: bool) -> None:
        if fresh or not self.parts:
            self.parts.append([])
        self.parts[-1].append(text)

    def paragraphs(self) -> tuple[str, ...]:
        joined = (normal(" ".join(part)) for part in self.parts)
        return tuple(paragraph for paragraph in joined if paragraph)

    def line(self) -> Line:
        return Line(self.role, self.paragraphs(), self.depth, self.kind, self.number, self.heading)


class _Builder:
    """Collects lines; knows which provisions are open, to give a loose paragraph its owner."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = [_Draft(Role.PREAMBLE)]
        self._open: list[_Draft] = []

    def open(self, piece: Piece, marker: Marker, path: Path) -> None:
        depth = len(path) - 1
        draft = _Draft(
            Role.PROVISION,
            depth,
            _kind(path),
            normal(marker.printed),
            normal_heading(piece.heading),
            piece.column,
        )
        self._drafts.append(draft)
        self._open[depth:] = [draft]

    def add(self, piece: Piece) -> None:
        current = self._drafts[-1]
        if self._open and piece.starts_paragraph:
            owner = self._owner(piece.column)
            if owner is not self._open[-1]:
                current = _Draft(Role.CLOSING, owner.depth)
                self._drafts.append(current)
                del self._open[owner.depth + 1 :]
        current.add(_spelled(piece), fresh=piece.starts_paragraph)

    def _owner(self, column: int) -> _Draft:
        """The innermost open provision that stands no further right than the paragraph."""
        within = [draft for draft in self._open if draft.column <= column]
        return within[-1] if within else self._open[-1]

    def lines(self) -> list[Line]:
        return [draft.line() for draft in self._drafts if draft.role is Role.PROVISION or draft.paragraphs()]


def _kind(path: Sequence[Level]) -> Kind:
    """The rank of the last provision of a path, from its marker and from what is around it."""
    last = path[-1]
    if last.rank is not None:
        return last.rank
    around = [level for level in path[:-1] if level.rank is None or not level.rank.groups_sections]
    bare = not last.number.startswith("(")
    if not around and (bare or len(path) == 1):
        return Kind.SECTION
    sections = [at for at, level in enumerate(around) if level.rank is Kind.SECTION]
    if sections:
        inside = len(around) - sections[-1] - 1
    else:
        inside = len(around) - (len(around) > 0 and _kind(path[: len(path) - len(around)]) is Kind.SECTION)
    return WITHIN_SECTION[min(inside, len(WITHIN_SECTION) - 1)]

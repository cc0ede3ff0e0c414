"""What a reader hands over: a collection point or a stretch of prose, with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.sweep.category import Verb

if TYPE_CHECKING:
    from scopeofduty.sweep.points.point import Point


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: a locator to follow (field, ``table.column``, JSON path), page and line from 1."""

    locator: str = ""
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PointPiece:
    """A collection point; ``verb`` says whether this source asks or stores; ``code`` marks source code."""

    place: Place
    point: Point
    verb: Verb = Verb.ASKS
    code: bool = False


@dataclass(frozen=True, slots=True)
class ProsePiece:
    """Running text. ``stored`` says that it is a record's own text (a note column, a narrative file)."""

    place: Place
    text: str
    stored: bool = False


@dataclass(frozen=True, slots=True)
class NotReadPiece:
    """A part of a file that could not be read, and why."""

    place: Place
    reason: str


Piece = PointPiece | ProsePiece | NotReadPiece


class UnreadableError(Exception):
    """A whole file that cannot be read; its text is the reason, for people."""

"""A tree of provisions into plain text that reads back as the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.documents.lines import Line, Role, flatten
from scopeofduty.documents.numbering import read_marker
from scopeofduty.documents.outline.captions import ESCAPE, split_caption
from scopeofduty.documents.outline.scan import SEPARATOR, scan
from scopeofduty.documents.provision import Kind, Ordinance

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = 4  # spaces for each rank
_CLOSING_STEP = 2  # a closing stands between its provision and the parts before it


def write_outline(ordinance: Ordinance) -> str:
    """Plain text with one paragraph a line, empty lines between, and ranks shown by four spaces each.

    ``read_outline(write_outline(text)) == text`` whenever every number is one that the reader knows and every
    rank is the one it would give; a backslash marks text that would otherwise be taken for a number or a
    heading.
    """
    blocks = [block for line in flatten(ordinance) for block in write_line(line)]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def write_line(line: Line) -> Iterator[str]:
    """The paragraphs of one line of the text, indented and escaped, its number and heading first."""
    if line.role is Role.PROVISION:
        yield from _provision(line)
        return
    if line.role is Role.CONCLUSION:
        yield SEPARATOR
    indent = " " * (line.depth * _STEP + _CLOSING_STEP if line.role is Role.CLOSING else 0)
    for paragraph in line.paragraphs:
        yield indent + escaped(paragraph)


def _provision(line: Line) -> Iterator[str]:
    indent, inner = " " * (line.depth * _STEP), " " * ((line.depth + 1) * _STEP)
    inline = bool(line.paragraphs) and not is_captioned(line)
    first = _beside(line, line.paragraphs[0] if inline else "")
    yield f"{indent}{line.number} {first}".rstrip()
    for paragraph in line.paragraphs[inline:]:
        yield inner + escaped(paragraph)


def is_captioned(line: Line) -> bool:
    """Whether a number has a line of its own, with or without heading: sections and groups do."""
    marker = read_marker(line.number)
    return (marker is not None and marker.rank is not None) or line.kind is Kind.SECTION


def _beside(line: Line, text: str) -> str:
    marker = read_marker(line.number)
    worded = marker is not None and marker.rank is not None
    if (
        line.heading
        and not text
        and split_caption(line.heading, alone=True, worded=worded) == (line.heading, "")
    ):
        return line.heading
    if line.heading:
        return f"{line.heading}.— {_unmistaken(line, text)}".strip()
    return _unmistaken(line, text)


def _unmistaken(line: Line, text: str) -> str:
    """The text after a number, with a backslash where it would be taken for a heading or another number."""
    before = f"{line.heading}.— " if line.heading else ""
    pieces = scan(f"{line.number} {before}{text}")
    words = [piece.text for piece in pieces[1:] if piece.marker is None]
    as_meant = len(pieces) == 2 and words == [text] and pieces[0].heading == line.heading
    return text if as_meant or not text else ESCAPE + text


def escaped(paragraph: str) -> str:
    """A paragraph with a backslash before it where it would be taken for a number or a conclusion."""
    pieces = scan(paragraph)
    plain = (
        len(pieces) == 1 and pieces[0].marker is None and not pieces[0].closes and pieces[0].text == paragraph
    )
    return paragraph if plain else ESCAPE + paragraph

"""A text from a list of labelled sections, such as the one that stands beside a city's rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.lines import Line, Role, assemble
from scopeofduty.documents.provision import WITHIN_SECTION, Kind, Ordinance, normal, normal_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LABEL = re.compile(r"(?P<section>[^\s()]+)(?P<inside>(?:\([^\s()]+\))*)")


def from_sections(title: str, sections: Iterable[tuple[str, str, str]]) -> Ordinance:
    """The text whose ``sections`` are label, heading and words, in order.

    For example ``("3(b)(1)", "Threat to life", "Police may help.")``. Empty lines separate paragraphs of the
    words. Outer parts that the list lacks are added without words: ``3(b)`` stands in ``3``.
    Raises `DocumentError` for a label of another form.
    """
    lines = [Line(Role.TITLE, (normal(title),))] if normal(title) else []
    path: list[str] = []
    for label, heading, words in sections:
        parts = _parts(label)
        shared = _shared(path, parts)
        depth = min(shared, len(parts) - 1)
        lines += [_line(at, parts[at], "", "") for at in range(depth, len(parts) - 1)]
        lines.append(_line(len(parts) - 1, parts[-1], heading, words))
        path = parts
    return assemble(lines)


def _parts(label: str) -> list[str]:
    found = _LABEL.fullmatch(label.strip())
    if not found:
        raise DocumentError(f"the section label {label!r} is not of the form 3, 3(b) or 12-104(a)(1)")
    return [found["section"], *re.findall(r"\([^()]+\)", found["inside"])]


def _shared(path: list[str], parts: list[str]) -> int:
    pairs = zip(path, parts, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(path), len(parts)))


def _line(depth: int, part: str, heading: str, words: str) -> Line:
    number = part if depth else f"Section {part}."
    kind = WITHIN_SECTION[min(depth, len(WITHIN_SECTION)) - 1] if depth else Kind.SECTION
    return Line(Role.PROVISION, tuple(_paragraphs(words)), depth, kind, number, normal_heading(heading))


def _paragraphs(words: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", words):
        if normal(paragraph):
            yield normal(paragraph)

"""A text as flat lines in reading order: what every reader makes and every writer takes.

`flatten` and `assemble` are inverse: ``assemble(flatten(text)) == text``. Ids and labels are given here and
only here, so the same numbering always yields the same ids.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.provision import Kind, Ordinance, Provision, designation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Akoma Ntoso Naming Convention 1.0, table of element abbreviations.
_ABBREVIATIONS = {
    Kind.TITLE: "title",
    Kind.CHAPTER: "chp",
    Kind.SUBCHAPTER: "subchp",
    Kind.PART: "part",
    Kind.DIVISION: "dvs",
    Kind.ARTICLE: "art",
    Kind.SECTION: "sec",
    Kind.SUBSECTION: "subsec",
    Kind.PARAGRAPH: "para",
    Kind.SUBPARAGRAPH: "subpara",
    Kind.CLAUSE: "cl",
    Kind.SUBCLAUSE: "subcl",
    Kind.POINT: "point",
    Kind.INDENT: "indent",
}


class Role(StrEnum):
    """What a line is in the text."""

    TITLE = "title"
    PREAMBLE = "preamble"
    PROVISION = "provision"
    CLOSING = "closing"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text that stands at one place.

    ``id`` is the provision's id, or the role's name for what belongs to none; ``depth`` counts the provisions
    around it. ``kind``, ``number`` and ``heading`` belong to provisions only.
    """

    role: Role
    paragraphs: tuple[str, ...] = ()
    depth: int = 0
    kind: Kind | None = None
    number: str = ""
    heading: str = ""
    id: str = ""
    label: str = ""


def flatten(ordinance: Ordinance) -> tuple[Line, ...]:
    """The lines of a text, in reading order."""
    return tuple(_lines(ordinance))


def _lines(ordinance: Ordinance) -> Iterator[Line]:
    if ordinance.title:
        yield Line(Role.TITLE, (ordinance.title,), id=Role.TITLE)
    if ordinance.preamble:
        yield Line(Role.PREAMBLE, ordinance.preamble, id=Role.PREAMBLE)
    for provision in ordinance.provisions:
        yield from _provision_lines(provision, 0)
    if ordinance.conclusion:
        yield Line(Role.CONCLUSION, ordinance.conclusion, id=Role.CONCLUSION)


def _provision_lines(one: Provision, depth: int) -> Iterator[Line]:
    yield Line(Role.PROVISION, one.text, depth, one.kind, one.number, one.heading, one.id, one.label)
    for child in one.children:
        yield from _provision_lines(child, depth + 1)
    if one.closing:
        yield Line(Role.CLOSING, one.closing, depth, id=f"{one.id}__closing", label=one.label)


def assemble(lines: Iterable[Line]) -> Ordinance:
    """The text that ``lines`` spell, with ids and labels given anew.

    Raises `DocumentError` when a provision lies deeper than its forerunner allows, or a closing belongs to
    nothing.
    """
    given = list(lines)
    texts: dict[Role, tuple[str, ...]] = {
        role: sum((one.paragraphs for one in given if one.role is role), ())
        for role in (Role.TITLE, Role.PREAMBLE, Role.CONCLUSION)
    }
    leading = texts[Role.TITLE] + texts[Role.PREAMBLE]
    roots = _grow([one for one in given if one.role in {Role.PROVISION, Role.CLOSING}])
    if not roots:
        leading += texts.pop(Role.CONCLUSION)
    return Ordinance(
        leading[0] if leading else "", leading[1:], _identified(roots), texts.get(Role.CONCLUSION, ())
    )


@dataclass(slots=True)
class _Branch:
    line: Line
    children: list[_Branch]
    closing: tuple[str, ...] = ()


def _grow(lines: Sequence[Line]) -> list[_Branch]:
    roots: list[_Branch] = []
    path: list[_Branch] = []
    for line in lines:
        if line.depth > len(path) or (line.role is Role.CLOSING and line.depth >= len(path)):
            raise DocumentError(f"{line.number or 'closing text'} stands {line.depth} deep, inside nothing")
        if line.role is Role.CLOSING:
            _close(path[line.depth], line.paragraphs)
            del path[line.depth + 1 :]
            continue
        branch = _Branch(line, [])
        (path[line.depth - 1].children if line.depth else roots).append(branch)
        path[line.depth :] = [branch]
    return roots


def _close(branch: _Branch, paragraphs: tuple[str, ...]) -> None:
    if branch.children:
        branch.closing += paragraphs
    else:
        branch.line = replace(branch.line, paragraphs=branch.line.paragraphs + paragraphs)


def _identified(roots: Sequence[_Branch]) -> tuple[Provision, ...]:
    everywhere = Counter(
        _own_id(one) for root in roots for one in _walk(root) if one.line.kind is Kind.SECTION
    )
    taken: set[str] = set()

    def settle(branch: _Branch, parent_id: str, parent_label: str) -> Provision:
        own = _own_id(branch)
        alone = branch.line.kind is Kind.SECTION and everywhere[own] == 1
        wanted = own if alone or not parent_id else f"{parent_id}__{own}"
        identity = _free(wanted, taken)
        label = _label(branch.line, "" if alone else parent_label)
        children = tuple(settle(child, identity, label) for child in branch.children)
        line = branch.line
        return Provision(
            identity, label, _kind(line), line.number, line.heading, line.paragraphs, children, branch.closing
        )

    return tuple(settle(root, "", "") for root in roots)


def _walk(branch: _Branch) -> Iterator[_Branch]:
    yield branch
    for child in branch.children:
        yield from _walk(child)


def _kind(line: Line) -> Kind:
    if line.kind is None:
        raise DocumentError(f"provision {line.number!r} has no kind; give it one")
    return line.kind


def _own_id(branch: _Branch) -> str:
    number = re.sub(r"[^\w.-]+|_", "-", designation(branch.line.number)).strip("-.")
    return f"{_ABBREVIATIONS[_kind(branch.line)]}_{number or 'nn'}"


def _free(wanted: str, taken: set[str]) -> str:
    identity, turn = wanted, 1
    while identity in taken:
        turn += 1
        identity = f"{wanted}_{turn}"
    taken.add(identity)
    return identity


def _label(line: Line, parent: str) -> str:
    number = designation(line.number)
    if line.kind is not None and line.kind.groups_sections:
        own = f"{line.kind.capitalize()} {number}"
        return f"{parent}, {own}" if parent else own
    if line.kind is Kind.SECTION or re.search(r"\d[.-]\d", number):
        return f"{parent}, {number}" if parent and not parent[0].isdigit() else number
    return f"{parent}({number})"

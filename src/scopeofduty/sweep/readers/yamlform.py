"""YAML: docassemble interviews and other forms, several documents in one file, template code among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece
from scopeofduty.sweep.points import fragment
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.jsonform import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_DOCUMENT = re.compile(r"^---[^\n]*\n", re.MULTILINE)
_TEMPLATE = re.compile(r"\{%.*?%\}|\$\{[^}]*\}", re.DOTALL)


class _Loader(yaml.SafeLoader):
    """A safe loader that takes unknown tags for what they hold."""


def _unknown(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Loader.add_multi_constructor("", _unknown)


def read(source: Source) -> Iterator[Piece]:
    """Yield the points of each YAML document; one that does not parse is read line by line."""
    text = source.text()
    starts = [0, *(m.end() for m in _DOCUMENT.finditer(text))]
    ends = [*(m.start() for m in _DOCUMENT.finditer(text)), len(text)]
    for start, end in zip(starts, ends, strict=True):
        part = text[start:end]
        first = text.count("\n", 0, start) + 1
        if not part.strip():
            continue
        try:
            tree = _load(part)
        except (yaml.YAMLError, RecursionError, ValueError, TypeError):
            yield NotReadPiece(Place(line=first), "no YAML as it stands: read line by line instead")
            yield from _lines(part, first)
            continue
        yield from _fields(tree, first)


def _load(part: str) -> Any:
    if part.count("&") > 1000 or part.count("*") > 10_000:
        raise ValueError("too many anchors and aliases")
    try:
        return yaml.load(part, Loader=_Loader)  # noqa: S506 - a SafeLoader that builds plain values only
    except yaml.YAMLError:
        return yaml.load(_TEMPLATE.sub("", part), Loader=_Loader)  # noqa: S506


def _fields(tree: Any, line: int) -> Iterator[Piece]:
    """Docassemble's ``fields`` hold ``label: variable`` pairs; everything else is walked like JSON."""
    for piece in walk(tree):
        if isinstance(piece, PointPiece):
            yield PointPiece(Place(piece.place.locator, line=line), piece.point, piece.verb)
        else:
            yield piece
    if isinstance(tree, dict) and isinstance(tree.get("fields"), list):
        context = str(tree.get("question", ""))[:200]
        for index, field in enumerate(tree["fields"]):
            for label, variable in field.items() if isinstance(field, dict) else ():
                if isinstance(variable, str):
                    place = Place(f"$.fields[{index}].{variable}", line=line)
                    yield PointPiece(place, Point((variable,), (str(label),), (), (), context), Verb.ASKS)


def _lines(text: str, first: int) -> Iterator[Piece]:
    for number, line in enumerate(text.splitlines(), first):
        if line.strip():
            yield PointPiece(Place(line.strip()[:60], line=number), fragment.code(line), Verb.ASKS, code=True)

"""YAML: docassemble interviews and other forms, several documents in one file, template code among them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.jsonform import Walk, by_lines, is_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_DOCUMENT = re.compile(r"^---[^\n]*\n", re.MULTILINE)
_TEMPLATE = re.compile(r"\{%.*?%\}|\$\{[^}]*\}", re.DOTALL)
_MERGED = 100_000
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mapping(dict[Any, Any]):
    """A mapping that knows on which line each of its keys stands."""

    lines: dict[Any, int]


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader that builds plain values only and takes unknown tags for what they hold."""

    def flatten_mapping(self, node: Any) -> None:
        """Merge what ``<<`` names, up to a size that no form has."""
        super().flatten_mapping(node)
        if len(node.value) > _MERGED:
            raise yaml.YAMLError("merged keys unfold without end")

    def mapping(self, node: Any) -> Iterator[_Mapping]:
        """Build a mapping with the lines of its keys."""
        made = _Mapping()
        made.lines = {}
        yield made
        made.update(self.construct_mapping(node))
        made.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}

    def unknown(self, _suffix: str, node: Any) -> Any:
        """Build what stands behind a tag nobody here knows."""
        if isinstance(node, yaml.MappingNode):
            return self.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return self.construct_sequence(node, deep=True)
        return self.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.mapping)
_Loader.add_multi_constructor("", _Loader.unknown)


def read(source: Source) -> Iterator[Piece]:
    """Yield the points of each YAML document; one that does not parse is read line by line."""
    text = source.text()
    texts = is_texts(source.name)
    starts = [0, *(m.end() for m in _DOCUMENT.finditer(text))]
    ends = [*(m.start() for m in _DOCUMENT.finditer(text)), len(text)]
    for start, end in zip(starts, ends, strict=True):
        part = text[start:end]
        first = text.count("\n", 0, start) + 1
        if not part.strip():
            continue
        try:
            found = list(_fields(_load(part), Walk(texts=texts)))
        except (yaml.YAMLError, RecursionError, ValueError, TypeError):
            yield NotReadPiece(Place(line=first), "no YAML as it stands: read line by line instead")
            yield from by_lines(part, first)
            continue
        yield from (_moved(piece, first) for piece in found)


def _load(part: str) -> Any:
    try:
        return yaml.load(part, Loader=_Loader)  # noqa: S506 - a SafeLoader that builds plain values only
    except yaml.YAMLError:
        return yaml.load(_TEMPLATE.sub("", part), Loader=_Loader)  # noqa: S506


def _moved(piece: Any, first: int) -> Any:
    """Count a piece's line from the file's start, where it was counted from its document's."""
    line = first + (piece.place.line or 1) - 1
    return replace(piece, place=replace(piece.place, line=line))


def _fields(tree: Any, walk: Walk) -> Iterator[Piece]:
    """Yield what the walk finds, and docassemble's ``fields``, which hold ``label: variable`` pairs.

    A text that is YAML itself (the elements of a Drupal web form) is walked as such.
    """
    if isinstance(tree, dict):
        for name, held in tree.items():
            if isinstance(held, str) and "'#type'" in held:
                tree[name] = yaml.safe_load(held)
    yield from walk.pieces(tree)
    if not isinstance(tree, dict):
        return
    if isinstance(tree.get("fields"), list):
        context = str(tree.get("question", ""))[:200]
        for index, field in enumerate(tree["fields"]):
            for label, variable in field.items() if isinstance(field, dict) else ():
                if isinstance(variable, str):
                    place = Place(f"$.fields[{index}].{variable}", line=_line(field, label))
                    yield PointPiece(place, Point((variable,), (str(label),), (), (), context), Verb.ASKS)


def _line(node: dict[Any, Any], key: Any) -> int | None:
    lines: dict[Any, int] = getattr(node, "lines", {})
    return lines.get(key)

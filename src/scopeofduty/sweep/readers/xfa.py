"""The XFA layer of a PDF: its fields by their path, groups of boxes to tick as one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Place, PointPiece
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOOLTIP = 1_500


def fields(packet: bytes, title: str) -> Iterator[PointPiece]:
    """Yield the fields of an XFA packet; what is no XML yields none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree: Any = etree.fromstring(packet, parser) if b"<" in packet else None
    if tree is None:
        return
    for group in tree.iter("{*}exclGroup"):
        boxes = list(group.iter("{*}field"))
        answers = tuple(t for box in boxes for t in _labels(box, "caption"))
        spoken = [*_labels(group, "caption", "toolTip", "speak")]
        spoken += [t for box in boxes for t in _labels(box, "toolTip", "speak")]
        yield _piece(group, tuple(dict.fromkeys(spoken)), answers, title)
    for field in tree.iter("{*}field"):
        if not any(_local(parent) == "exclGroup" for parent in field.iterancestors()):
            labels = tuple(_labels(field, "caption", "toolTip", "speak"))
            yield _piece(field, labels, tuple(_items(field)), title)


def _piece(node: Any, labels: tuple[str, ...], options: tuple[str, ...], title: str) -> PointPiece:
    name = node.get("name", "")
    path = [p.get("name") for p in node.iterancestors() if _local(p) in {"subform", "area"} and p.get("name")]
    point = Point((name,) if name else (), labels, options, (), title)
    return PointPiece(Place("XFA " + ".".join([*reversed(path), name])), point, Verb.ASKS)


def _labels(node: Any, *tags: str) -> Iterator[str]:
    """Yield the texts of a node's own caption, tooltip and spoken text, none of those inside it."""
    for tag in tags:
        for found in node.iterfind(f"{{*}}{tag}"):
            if text := _spoken(found):
                yield text
        for found in node.iterfind(f"{{*}}assist/{{*}}{tag}"):
            if text := _spoken(found):
                yield text


def _items(field: Any) -> Iterator[str]:
    for items in field.iterfind("{*}items"):
        yield from (text.text or "" for text in items.iter("{*}text"))


def _spoken(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:_TOOLTIP]


def _local(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]

"""XML: XSD elements and attributes with their enumerations and notes; other XML by its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, ProsePiece, UnreadableError
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_XS = "{http://www.w3.org/2001/XMLSchema}"
_TAGS = 20_000


def read(source: Source) -> Iterator[Piece]:
    """Yield a point for each declared element or, outside XSD, for each kind of tag and attribute.

    Raises:
        UnreadableError: It is no XML, or unpacks entities past lxml's limits.
    """
    root, fault = _parse(source.data)
    if fault:
        yield NotReadPiece(Place(), f"broken XML, read as far as it goes ({fault})")
    schemas = [root] if root.tag == f"{_XS}schema" else list(root.iter(f"{_XS}schema"))
    for schema in schemas:
        yield from _schema(schema)
    if not schemas:
        yield from _tags(root)


def _parse(data: bytes) -> tuple[Any, str]:
    """Return the root, and what is wrong with the file where it had to be mended to be read.

    Raises:
        UnreadableError: There is no element in it.
    """
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    try:
        return etree.fromstring(data, etree.XMLParser(**options)), ""
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = str(error)[:100]
    root: Any = etree.fromstring(data, etree.XMLParser(recover=True, **options)) if b"<" in data else None
    if root is None or (len(root) < 1 and not root.attrib):
        raise UnreadableError(f"it is no XML ({fault})")
    return root, fault


def _schema(root: Any) -> Iterator[PointPiece]:
    declared = (f"{_XS}element", f"{_XS}attribute", f"{_XS}simpleType", f"{_XS}complexType")
    for node in root.iter(*declared):
        name = node.get("name") or (node.get("ref") or "").rsplit(":", 1)[-1]
        if not name:
            continue
        notes = tuple(
            " ".join("".join(d.itertext()).split())[:1_000] for d in _own(node, f"{_XS}documentation")
        )
        options = tuple(e.get("value", "") for e in _own(node, f"{_XS}enumeration"))
        kind = (node.get("type") or "").rsplit(":", 1)[-1]
        names = (name, kind) if kind and not kind.islower() else (name,)
        place = Place(name, line=node.sourceline)
        yield PointPiece(place, Point(names, tuple(n for n in notes if n), options), Verb.STORES)


def _own(node: Any, tag: str) -> Iterator[Any]:
    """Yield descendants that belong to this declaration and to no declaration inside it."""
    inner = {f"{_XS}element", f"{_XS}attribute"}
    for found in node.iter(tag):
        owner = next((p for p in found.iterancestors() if p is node or p.tag in inner), node)
        if owner is node:
            yield found


_ASKING = frozenset({
    "label", "question", "title", "caption", "hint", "prompt", "tooltip", "legend", "displayname", "help",
})  # fmt: skip
_ANSWERS = frozenset({"item", "option", "choice", "answer", "enumeration"})


def _tags(root: Any) -> Iterator[Piece]:
    """Yield each kind of tag and attribute once, each label with the answers beside it, and the texts."""
    seen: set[str] = set()
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        for name in (local, *(etree.QName(a).localname for a in node.attrib)):
            if name not in seen and len(seen) < _TAGS:
                seen.add(name)
                yield PointPiece(Place(name, line=node.sourceline), Point((name,)), Verb.STORES)
        labels = tuple(node.get(a, "") for a in ("label", "title", "hint", "caption", "name") if node.get(a))
        labels = tuple(label for label in labels if "://" not in label)
        text = (node.text or "").strip()
        options = tuple(_answers(node))
        if local.lower() in _ASKING and 0 < len(text) <= 300:
            labels = (*labels, text)
        if labels or options:
            yield PointPiece(Place(local, line=node.sourceline), Point((), labels, options), Verb.ASKS)
        elif " " in text and len(text) >= 12:
            yield ProsePiece(Place(local, line=node.sourceline), text[:10_000], stored=True)


def _answers(node: Any) -> Iterator[str]:
    """Yield the answers that a question offers in its direct children."""
    for child in node:
        if isinstance(child.tag, str) and etree.QName(child).localname.lower() in _ANSWERS:
            yield " ".join("".join(next(child.iter("{*}label"), child).itertext()).split())[:80]

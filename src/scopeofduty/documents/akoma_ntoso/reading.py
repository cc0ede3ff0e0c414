"""Akoma Ntoso 3.0 into a tree of provisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scopeofduty.documents.akoma_ntoso.identity import Identity, parse_identity
from scopeofduty.documents.akoma_ntoso.writing import NAMESPACE
from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.lines import Line, Role, assemble
from scopeofduty.documents.provision import WITHIN_SECTION, Kind, Ordinance, normal, normal_heading
from scopeofduty.documents.xml import local, parse_xml, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_NAMES = {"a": NAMESPACE}
_BLOCKS = {"content", "intro", "wrapUp"}
# Ranks of the standard that this package does not tell apart, each with the nearest that it does.
_NEAREST = {
    "book": Kind.TITLE,
    "tome": Kind.TITLE,
    "subtitle": Kind.TITLE,
    "subpart": Kind.PART,
    "subdivision": Kind.DIVISION,
    "rule": Kind.SECTION,
    "subrule": Kind.SUBSECTION,
    "level": Kind.POINT,
    "list": Kind.PARAGRAPH,
    "sublist": Kind.SUBPARAGRAPH,
    "alinea": Kind.PARAGRAPH,
    "proviso": Kind.PARAGRAPH,
    "transitional": Kind.SECTION,
    "hcontainer": Kind.PARAGRAPH,
}
_RANKS = {kind.value: kind for kind in Kind} | _NEAREST


class Identified(NamedTuple):
    """A text with the identity that its file states."""

    ordinance: Ordinance
    identity: Identity


def read_akoma_ntoso(data: bytes) -> Identified:
    """The text and identity in an Akoma Ntoso 3.0 ``act`` or ``bill``.

    Ids are given anew, so that they agree with those of the same text from any other source. Lists in running
    text (``blockList``) become provisions. Raises `DocumentError` for anything else.
    """
    act = _act(parse_xml(data, "the Akoma Ntoso document"))
    return Identified(_text(act), _identity(act))


def read_akoma_ntoso_text(data: bytes) -> Ordinance:
    """The text alone, as `read_akoma_ntoso` reads it, whatever the file says of its identity."""
    return _text(_act(parse_xml(data, "the Akoma Ntoso document")))


def _act(root: etree._Element) -> etree._Element:
    if root.tag != f"{{{NAMESPACE}}}akomaNtoso":
        raise DocumentError(f"the XML begins with <{local(root)}>; expected <akomaNtoso> of Akoma Ntoso 3.0")
    for name in ("act", "bill"):
        act = root.find(f"a:{name}", _NAMES)
        if act is not None:
            return act
    held = local(root[0]) if len(root) else "nothing"
    raise DocumentError(f"the Akoma Ntoso document holds <{held}>; expected <act> or <bill>")


def _identity(act: etree._Element) -> Identity:
    def value(path: str, attribute: str = "value") -> str:
        element = act.find(f"a:meta/a:identification/{path}", _NAMES)
        return "" if element is None else element.get(attribute, "")

    author = value("a:FRBRWork/a:FRBRauthor", "href").lstrip("#")
    names = {one.get("eId"): one.get("showAs") for one in act.iterfind("a:meta/a:references/*", _NAMES)}
    return parse_identity(
        value("a:FRBRWork/a:FRBRuri"),
        value("a:FRBRExpression/a:FRBRdate", "date"),
        value("a:FRBRExpression/a:FRBRlanguage", "language"),
        normal(names.get(author) or ""),
    )


def _text(act: etree._Element) -> Ordinance:
    return assemble(_lines(act))


def _lines(act: etree._Element) -> Iterator[Line]:
    for name, role in (("preface", Role.TITLE), ("preamble", Role.PREAMBLE)):
        part = act.find(f"a:{name}", _NAMES)
        if part is not None:
            yield Line(role, _paragraphs(part))
    body = act.find("a:body", _NAMES)
    for element in [] if body is None else body:
        yield from _provision(element, 0, None)
    conclusions = act.find("a:conclusions", _NAMES)
    if conclusions is not None:
        yield Line(Role.CONCLUSION, _paragraphs(conclusions))


def _provision(element: etree._Element, depth: int, around: Kind | None) -> Iterator[Line]:
    kind = _RANKS.get(local(element)) or _inner(around)
    paragraphs = [one for block in _before(element) for one in _paragraphs(block)]
    heading = normal_heading(_child_text(element, "heading"))
    yield Line(Role.PROVISION, tuple(paragraphs), depth, kind, normal(_child_text(element, "num")), heading)
    for part in _parts(element):
        yield from _provision(part, depth + 1, kind)
    closing = element.find("a:wrapUp", _NAMES)
    if closing is not None:
        yield Line(Role.CLOSING, _paragraphs(closing), depth)


def _inner(around: Kind | None) -> Kind:
    """The rank below ``around``, for list items, which name none."""
    if around in WITHIN_SECTION:
        return WITHIN_SECTION[min(WITHIN_SECTION.index(around) + 1, len(WITHIN_SECTION) - 1)]
    return Kind.SUBSECTION if around else Kind.SECTION


def _before(element: etree._Element) -> Iterator[etree._Element]:
    """The blocks of running text before the parts of a provision or list item."""
    for child in element:
        name = local(child)
        if name in {"intro", "content"} or (
            name not in _RANKS and name not in {"num", "heading", "blockList", "wrapUp"}
        ):
            yield child


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if local(child) in _RANKS:
            yield child
        elif local(child) == "blockList":
            yield from child.iterfind("a:item", _NAMES)
        elif local(child) in _BLOCKS - {"wrapUp"}:
            yield from child.iterfind("a:blockList/a:item", _NAMES)


def _child_text(element: etree._Element, name: str) -> str:
    child = element.find(f"a:{name}", _NAMES)
    return "" if child is None else text_of(child)


def _paragraphs(block: etree._Element) -> tuple[str, ...]:
    """The paragraphs of a block, list items left out."""
    texts = (normal(text_of(leaf)) for leaf in _leaves(block))
    return tuple(text for text in texts if text)


def _leaves(element: etree._Element) -> Iterator[etree._Element]:
    name = local(element)
    if name in {
        "p",
        "block",
        "listIntroduction",
        "listWrapUp",
        "longTitle",
        "docTitle",
        "formula",
    } or not len(element):
        yield element
    elif name != "item":
        for child in element:
            yield from _leaves(child)

"""HTML forms: inputs with their labels, selects with their options, and the text around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml import html as lxml_html

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import Piece, Place, PointPiece, ProsePiece, UnreadableError
from scopeofduty.sweep.points.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_TEMPLATE = re.compile(r"<%.*?%>|\{%.*?%\}|\{\{.*?\}\}|\$\{.*?\}", re.DOTALL)
_FIELDS = "//input | //select | //textarea | //*[@contenteditable='true']"
_IS_OR_HOLDS_FIELD = "descendant-or-self::*[self::input or self::select or self::textarea]"
_SILENT = {"submit", "button", "image", "reset"}
_CHOICE = {"radio", "checkbox"}
_BLOCKS = " | ".join(
    f"//{tag}"
    for tag in [
        "p",
        "li",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "dt",
        "dd",
        "legend",
        "blockquote",
        "div[not(*)]",
    ]
)


def read(source: Source) -> Iterator[Piece]:
    """Yield each field of each form, then each paragraph outside labels.

    Template code (ERB, Jinja, Mako, JavaScript) is taken out first, its texts stay.

    Raises:
        UnreadableError: There is no markup in the file.
    """
    text = _TEMPLATE.sub(lambda m: " " * len(m.group()) if "\n" not in m.group() else "\n", source.text())
    parser = lxml_html.HTMLParser(
        huge_tree=False, recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree: Any = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableError(f"no HTML in it ({error})") from error
    title = " ".join(t.strip() for t in tree.xpath("//title/text() | //h1//text()"))[:200]
    labels = {tag.get("for"): _words(tag) for tag in tree.iter("label") if tag.get("for")}
    groups: set[str] = set()
    for field in tree.xpath(_FIELDS):
        name = field.get("name") or field.get("id") or ""
        kind = (field.get("type") or "").lower()
        if kind in _SILENT or (kind in _CHOICE and name and name in groups):
            continue
        groups.add(name if kind in _CHOICE else "")
        yield _field(tree, field, name, labels, title)
    yield from _prose(tree)


def _field(tree: Any, field: Any, name: str, labels: dict[str, str], title: str) -> PointPiece:
    kind = (field.get("type") or "").lower()
    texts = [field.get(a, "") for a in ("placeholder", "title", "aria-label")]
    texts.append(labels.get(field.get("id") or "", ""))
    texts.append(_around(field, kind in _CHOICE))
    options = tuple(_words(o) or o.get("value", "") for o in field.iter("option"))
    if kind in _CHOICE and name:
        options = tuple(_choices(tree, name, labels))
    names = tuple(dict.fromkeys(n for n in (field.get("name"), field.get("id")) if n))
    point = Point(names, tuple(t for t in dict.fromkeys(texts) if t), options, (), title)
    line = getattr(field, "sourceline", None)
    return PointPiece(Place(name or (texts[-1] or "field")[:60], line=line), point, Verb.ASKS)


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _around(field: Any, choice: bool) -> str:  # noqa: FBT001
    """Return the label that encloses a field, the legend of its group, or the text just before it."""
    found = []
    for parent in field.iterancestors():
        if parent.tag == "label":
            found.append(
                " ".join(t.strip() for t in parent.xpath("text() | span//text() | b//text()") if t.strip())
            )
        if parent.tag == "fieldset":
            found.extend(_words(legend) for legend in parent.findall("legend"))
            break
        if parent.tag in {"form", "body"}:
            break
    if not any(found) or choice:
        found.extend(_before(field))
    return " ".join(f for f in found if f)[:500]


def _before(field: Any) -> list[str]:
    previous = field.getprevious()
    if previous is not None and not previous.xpath(_IS_OR_HOLDS_FIELD):
        return [(_words(previous) + " " + (previous.tail or "")).strip()]
    parent = field.getparent()
    if previous is not None:
        return [(previous.tail or "").strip()]
    if parent is not None and parent.text and parent.text.strip():
        return [parent.text.strip()]
    if parent is not None and parent.tag in {"td", "dd"} and parent.getprevious() is not None:
        return [_words(parent.getprevious())]
    return []


def _choices(tree: Any, name: str, labels: dict[str, str]) -> Iterator[str]:
    for field in tree.xpath("//input[@name=$name]", name=name):
        enclosing = next((p for p in field.iterancestors() if p.tag == "label"), None)
        yield (
            labels.get(field.get("id") or "")
            or (_words(enclosing) if enclosing is not None else "")
            or (field.tail or "").strip()
            or field.get("value", "")
        )


def _prose(tree: Any) -> Iterator[ProsePiece]:
    for element in tree.xpath(_BLOCKS):
        if element.xpath(".//input | .//select | .//textarea | .//p | .//li | ancestor::label | ancestor::p"):
            continue
        if text := _words(element):
            yield ProsePiece(Place(str(element.tag), line=element.sourceline), text)

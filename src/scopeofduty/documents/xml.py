"""XML from strangers, read without surprises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lxml import etree

from scopeofduty.documents.errors import DocumentError

LARGEST = 64 * 1024 * 1024  # bytes of one XML part


def parse_xml(data: bytes, what: str) -> etree._Element:
    """The root element of ``data``; ``what`` names it in errors.

    No entity is expanded, nothing is fetched. Raises `DocumentError` for ill-formed XML, for a document type
    declaration (the carrier of entity bombs) and for more than 64 MiB.
    """
    if len(data) > LARGEST:
        raise DocumentError(f"{what} holds {len(data):,} bytes; at most {LARGEST:,} are read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{what} is not well-formed XML ({error}); export it again") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise DocumentError(
            f"{what} has a document type declaration, which is never read; remove its DOCTYPE"
        )
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for an unexpanded entity."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Maker:
    """Makes elements of one namespace: ``w.p(w.r(), {"id": "1"})``; ``w("del", …)`` for a keyword.

    Content is child elements, mappings of attributes, and at most one string, which comes first.
    """

    def __init__(self, namespace: str, prefix: str | None = None) -> None:
        self._namespace = namespace
        self._prefixes: Any = {prefix: namespace}  # None is the default namespace, which the stubs don't know

    def __call__(
        self, name: str, /, *content: str | etree._Element | Mapping[str, str], **attributes: str
    ) -> etree._Element:
        """A new element. Raises `ValueError` for text that XML can't hold."""
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)
        for one in content:
            if isinstance(one, str):
                element.text = one
            elif isinstance(one, Mapping):
                _set(element, one)
            else:
                element.append(one)
        _set(element, attributes)
        return element

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        """``maker.name(…)`` is ``maker("name", …)``."""
        return partial(self, name)


def _set(element: etree._Element, attributes: Mapping[str, str]) -> None:
    for name, value in attributes.items():
        element.set(name, value)


def text_of(element: etree._Element) -> str:
    """All text inside an element, whatever its markup."""
    return "".join(str(piece) for piece in element.itertext())

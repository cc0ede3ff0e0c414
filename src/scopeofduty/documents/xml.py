"""XML from strangers, read without surprises."""

from __future__ import annotations

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
    if root.getroottree().docinfo.doctype:
        raise DocumentError(f"{what} has a document type declaration, which is never read; remove its DOCTYPE")
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is not an element (an unexpanded entity)."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

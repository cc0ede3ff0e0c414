"""Names of WordprocessingML (ISO/IEC 29500-1, 17), in the transitional and the strict namespace."""

from __future__ import annotations

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def name_of(element: etree._Element) -> str:
    """The local name of a WordprocessingML element; empty for anything else."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in {MAIN, STRICT} else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if name_of(one) == name), None)
    return element


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element, in either namespace; empty when either is missing."""
    if element is None:
        return ""
    return element.get(f"{{{MAIN}}}{name}") or element.get(f"{{{STRICT}}}{name}") or ""


def number(text: str, default: int = 0) -> int:
    """A whole number, or ``default`` where the file holds something else."""
    try:
        return int(text)
    except ValueError:
        return default

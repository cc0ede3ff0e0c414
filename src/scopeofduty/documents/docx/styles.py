"""Styles of a DOCX that is read: names, indentation and list membership, with what they inherit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.documents.docx.names import child, name_of, number, value

if TYPE_CHECKING:
    from lxml import etree

_MOST_PARENTS = 20
_DEEPEST_LEVEL = 8  # ISO/IEC 29500-1, 17.9.3: levels 0 to 8
_FURTHEST = 60  # columns; further right there is no paper
TWIPS_PER_COLUMN = 180  # an eighth of an inch


@dataclass(frozen=True, slots=True)
class Listed:
    """Membership in an automatic list: which list, how deep (0 outermost)."""

    list_id: str
    level: int


class Styles:
    """The paragraph styles in ``styles.xml``; without that part every paragraph is plain."""

    def __init__(self, root: etree._Element | None) -> None:
        self._by_id = {
            value(one, "styleId"): one for one in ([] if root is None else root) if name_of(one) == "style"
        }

    def name(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style, as people see it; empty for none."""
        chosen = value(child(paragraph, "pPr", "pStyle"))
        style = self._by_id.get(chosen)
        return value(child(style, "name")) or chosen

    def _sources(self, paragraph: etree._Element) -> list[etree._Element]:
        """The properties that hold for a paragraph, nearest first."""
        own = child(paragraph, "pPr")
        found = [] if own is None else [own]
        wanted = value(child(own, "pStyle"))
        for _ in range(_MOST_PARENTS):
            style = self._by_id.get(wanted)
            properties = child(style, "pPr")
            if properties is not None:
                found.append(properties)
            wanted = value(child(style, "basedOn"))
            if not wanted:
                break
        return found

    def column(self, paragraph: etree._Element) -> int:
        """Where the first line of a paragraph begins, in eighths of an inch from the margin."""
        for source in self._sources(paragraph):
            indent = child(source, "ind")
            if indent is not None:
                left = number(value(indent, "left") or value(indent, "start"))
                first = number(value(indent, "firstLine")) - number(value(indent, "hanging"))
                return min(max(0, left + first) // TWIPS_PER_COLUMN, _FURTHEST)
        return 0

    def listed(self, paragraph: etree._Element) -> Listed | None:
        """The automatic list that a paragraph belongs to, directly or by its style."""
        level: str | None = None
        for source in self._sources(paragraph):
            membership = child(source, "numPr")
            if membership is None:
                continue
            level = level or value(child(membership, "ilvl"))
            list_id = value(child(membership, "numId"))
            if list_id:
                at = min(max(number(level or "0"), 0), _DEEPEST_LEVEL)
                return None if list_id == "0" else Listed(list_id, at)
        return None

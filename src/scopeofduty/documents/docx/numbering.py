"""Automatic numbers (ISO/IEC 29500-1, 17.9): the "(a)" that a reader sees and the text doesn't hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.documents.docx.names import child, name_of, number, value

if TYPE_CHECKING:
    from lxml import etree

    from scopeofduty.documents.docx.styles import Listed

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVELS = 9
_LARGEST = 10_000  # beyond it a start value is nonsense, and a Roman numeral would be a page long


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


class Lists:
    """The lists that ``numbering.xml`` defines."""

    def __init__(self, root: etree._Element | None) -> None:
        children = [] if root is None else list(root)
        abstract = {value(one, "abstractNumId"): one for one in children if name_of(one) == "abstractNum"}
        self._levels: dict[str, dict[int, _Level]] = {}
        self.shared: dict[str, str] = {}  # lists that continue one count
        for one in children:
            if name_of(one) != "num":
                continue
            list_id, base = value(one, "numId"), value(child(one, "abstractNumId"))
            levels = _levels(abstract.get(base))
            overridden = {at: level for override in one for at, level in _override(override, levels)}
            self._levels[list_id] = levels | overridden
            self.shared[list_id] = list_id if overridden else f"abstract {base}"

    def level(self, list_id: str, at: int) -> _Level:
        """How a level counts; a list that the file doesn't define shows nothing."""
        return self._levels.get(list_id, {}).get(at, _Level())

    def counters(self) -> Counters:
        """A fresh count, for one reading of the document."""
        return Counters(self)


def _levels(abstract: etree._Element | None) -> dict[int, _Level]:
    found = [] if abstract is None else [one for one in abstract if name_of(one) == "lvl"]
    return {number(value(one, "ilvl")): _level(one) for one in found}


def _level(element: etree._Element) -> _Level:
    start = number(value(child(element, "start")), 1)
    form, text = value(child(element, "numFmt")) or "decimal", value(child(element, "lvlText"))
    return _Level(form, text, min(max(start, 0), _LARGEST))


def _override(element: etree._Element, levels: dict[int, _Level]) -> list[tuple[int, _Level]]:
    if name_of(element) != "lvlOverride":
        return []
    at = number(value(element, "ilvl"))
    replaced, start = child(element, "lvl"), child(element, "startOverride")
    level = levels.get(at, _Level()) if replaced is None else _level(replaced)
    if start is not None:
        level = _Level(level.form, level.text, min(max(number(value(start), 1), 0), _LARGEST))
    return [(at, level)]


class Counters:
    """Counts through a document, paragraph by paragraph."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}

    def next(self, listed: Listed) -> str:
        """The number of the next paragraph of a list, as printed; empty for a bullet."""
        at = listed.level
        counts = self._counts.setdefault(
            self._lists.shared.get(listed.list_id, listed.list_id), [None] * _LEVELS
        )
        before = counts[at]
        counts[at] = self._lists.level(listed.list_id, at).start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        level = self._lists.level(listed.list_id, at)
        if level.form in {"bullet", "none"}:
            return ""

        def shown(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            other = self._lists.level(listed.list_id, index)
            count = counts[index]
            return _printed(other.start if count is None else count, other.form)

        return re.sub(r"%([1-9])", shown, level.text)


def _printed(count: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letters = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"} and count > 0:
        digits, rest = "", count
        for worth, digit in _ROMAN:
            digits += digit * (rest // worth)
            rest %= worth
        return digits if form == "lowerRoman" else digits.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)

"""The words printed beside a PDF form's box, for the many forms whose fields carry no tooltip.

Places are in points from the page's lower left corner, as PDF gives them. Rotated text is not told apart.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

_SPLIT = 9
"""Points of white after which another label begins on the same line."""
_LEFT, _FAR_LEFT, _RIGHT, _BESIDE = 24, 150, 20, 14
_BOXES = re.compile(r"wingding|dingbat|webding|symbol|checkbox", re.IGNORECASE)
_LONGEST = 200
_WORD = re.compile(r"[A-Za-zÀ-ÿ][a-zà-ÿ]{3,}|[A-ZÀ-Þ]{4,}")
_SAYS_NOTHING = re.compile(
    r"area|body|button|cell|check|checkbox|choice|column|combo|dropdown|field|fill|form|group|input|item|line"
    r"|list|page|part|question|radio|section|signature|subform|table|text|textbox|textfield|topmost|undefined"
    r"|untitled|value|widget|campo|casilla|firma|grupo|linea|página|pregunta|texto",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:yes|no|si|sí|y|n|m|f|true|false|n/a)\b", re.IGNORECASE)


def says_something(name: str) -> bool:
    """Somebody gave the field a name with a word in it; ``Text14`` and ``f1_03[0]`` are a program's."""
    return any(not _SAYS_NOTHING.fullmatch(word) for word in _WORD.findall(name))


class Box(NamedTuple):
    """The rectangle of a field on its page."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Words:
    """Words printed on one line without a gap: where they begin and about where they end."""

    x: float
    y: float
    end: float
    text: str


class Printed:
    """What is printed on one page, taken in while its text is extracted."""

    def __init__(self) -> None:
        self._runs: list[Words] = []
        self._lines: list[Words] | None = None

    def take(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        """Take one run of text; pypdf calls this (``visitor_text``). Printed boxes are no words."""
        shown = text.strip()
        if not shown or (len(shown) == 1 and font and _BOXES.search(str(font.get("/BaseFont", "")))):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(float(size or 1) * math.hypot(tm[0], tm[1]) * math.hypot(cm[0], cm[1])) or 10
        self._runs.append(Words(x, y, x + _ems(text.rstrip(), font) * min(height, 40), text))
        self._lines = None

    def label(self, box: Box) -> str:
        """Return what a box to write in is labelled: on its left, above, or below."""
        near = self._left(box, _LEFT) or self._over(box) or self._left(box, _FAR_LEFT) or self._under(box)
        return near.text[:_LONGEST] if near else ""

    def answer(self, box: Box) -> str:
        """Return what stands on the right of a box to tick; a yes or a no comes with its question."""
        row = self._row(box)
        right = [w for w in row if box.right - 4 <= w.x <= box.right + _RIGHT]
        own = min(right, key=lambda w: w.x).text[:_LONGEST] if right else ""
        if not own:
            near = self._left(box, _LEFT) or self._over(box)
            return near.text[:_LONGEST] if near else ""
        if not _ANSWER.match(own):
            return own
        left = [w for w in row if w.x < box.left and not _ANSWER.match(w.text)]
        asked = max(left, key=lambda w: w.x) if left else self._over(box)
        return f"{asked.text[:_LONGEST]} {own}" if asked else own

    def _left(self, box: Box, most: float) -> Words | None:
        found = [w for w in self._row(box) if w.x < box.left and box.left - w.end <= most]
        return max(found, key=lambda w: w.x, default=None)

    def _over(self, box: Box) -> Words | None:
        found = [w for w in self._words() if box.top - 4 <= w.y <= box.top + _BESIDE and _meets(w, box)]
        return min(found, key=lambda w: (abs(w.y - box.top) > 6, abs(w.x - box.left)), default=None)

    def _under(self, box: Box) -> Words | None:
        found = [w for w in self._words() if box.bottom - _BESIDE <= w.y < box.bottom - 1 and _meets(w, box)]
        return min(found, key=lambda w: abs(w.x - box.left), default=None)

    def _row(self, box: Box) -> list[Words]:
        return [w for w in self._words() if box.bottom - 4 <= w.y <= box.top - 1]

    def _words(self) -> list[Words]:
        """Join the runs of each line up to the next gap."""
        if self._lines is None:
            self._lines = []
            for run in sorted(self._runs, key=lambda r: (-round(r.y / 2), r.x)):
                last = self._lines[-1] if self._lines else None
                if last and abs(last.y - run.y) <= 3 and last.x <= run.x <= last.end + _SPLIT:
                    last.text += run.text
                    last.end = max(last.end, run.end)
                else:
                    self._lines.append(Words(run.x, run.y, run.end, run.text))
            for line in self._lines:
                line.text = " ".join(line.text.split())
        return self._lines


def _ems(text: str, font: Any) -> float:
    """Return the width of a text in ems by its font's table of widths, or half an em a letter without one."""
    try:
        widths, first = [float(w) for w in font["/Widths"]], int(font["/FirstChar"])
    except (KeyError, TypeError, ValueError):
        return 0.5 * len(text)
    usual = sum(filter(None, widths)) / max(1, sum(1 for w in widths if w))
    places = (ord(letter) - first for letter in text)
    return sum(widths[at] if 0 <= at < len(widths) and widths[at] else usual for at in places) / 1000


def _meets(words: Words, box: Box) -> bool:
    """The words begin over the box, or just before it."""
    return box.left - 10 <= words.x < box.right


def box_of(widget: Any) -> Box | None:
    """Return the rectangle of a widget, or None where it has none that holds numbers."""
    try:
        x0, y0, x1, y1 = (float(n) for n in widget["/Rect"])
    except (KeyError, TypeError, ValueError):
        return None
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

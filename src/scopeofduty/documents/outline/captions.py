"""What stands beside a number: a heading, or already the text.

``Section 3. Definitions.`` has a heading, ``Section 3. No officer shall ask.`` has none. A person can always
settle it: ``.—`` ends a heading (``(a) In general.—No officer …``), a backslash begins a text.
"""

from __future__ import annotations

import re

from scopeofduty.documents.provision import normal_heading

ESCAPE = "\\"
_DASHED = re.compile(r"(?P<heading>.{1,1000}?)\.\s*—\s*(?P<text>.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?P<heading>[^.;:]{2,120}?)\.(?:\s+(?P<text>.+))?$", re.DOTALL)
_FINITE = re.compile(
    r"\b(?:shall|must|may|is|are|be|has|have|had|was|were|will|does|do|takes?|means?|includes?|applies|apply|"
    r"becomes?|expires?|prohibits?|requires?)\b",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|that|the|to|under|with)$", re.IGNORECASE
)
_LONGEST_HEADING = 25  # words
_LONGEST_INLINE_HEADING = 12  # words


def split_caption(rest: str, *, alone: bool, worded: bool) -> tuple[str, str]:
    """Heading and text in what follows a number on its line.

    ``alone``: nothing more belongs to the line's paragraph. ``worded``: the number is that of a section or a
    group of sections, which usually have headings; list items have one only when it is in capitals or ends in
    ``.—``. A backslash before the text is left there.
    """
    if rest.startswith(ESCAPE):
        return "", rest
    dashed = _DASHED.match(rest)
    if dashed and normal_heading(dashed["heading"]):
        return normal_heading(dashed["heading"]), dashed["text"].strip()
    sentence = _SENTENCE.match(rest) if worded else None
    goes_on = sentence is not None and (not alone or _reads_as_text(sentence["text"] or "."))
    if sentence and goes_on and _reads_as_heading(sentence["heading"]):
        return normal_heading(sentence["heading"]), (sentence["text"] or "").strip()
    if stands_as_heading(rest, alone=alone, worded=worded):
        return normal_heading(rest), ""
    return "", rest


def stands_as_heading(line: str, *, alone: bool, worded: bool) -> bool:
    """Whether a whole line is a heading: short, not closed like a sentence, its first letter a capital."""
    if not line or not alone or len(line.split()) > _LONGEST_HEADING or line.endswith((";", ":", ",", "—")):
        return False
    if line.startswith("(") or _BROKEN_OFF.search(line):
        return False
    if not worded:
        return line.isupper() and len(line) > 3 and not line.endswith(".") and normal_heading(line) == line
    return not line.endswith(".") and not line[0].islower() and normal_heading(line) == line


def _reads_as_heading(piece: str) -> bool:
    words = piece.split()
    return len(words) <= _LONGEST_INLINE_HEADING and not piece[0].islower() and not _FINITE.search(piece)


def _reads_as_text(piece: str) -> bool:
    closed = piece.endswith((".", ";", ":")) or len(piece.split()) > _LONGEST_INLINE_HEADING
    return closed or bool(_FINITE.search(piece) or _BROKEN_OFF.search(piece))

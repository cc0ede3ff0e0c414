"""A DOCX file into tracked paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from scopeofduty.documents.docx.names import child, name_of, value
from scopeofduty.documents.docx.numbering import Lists
from scopeofduty.documents.docx.package import Package
from scopeofduty.documents.docx.styles import Listed, Styles
from scopeofduty.documents.docx.tracked import Reading, Revision, Tracked, TrackedParagraph, TrackedRun
from scopeofduty.documents.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_AROUND_RUNS = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir"}
_AROUND_PARAGRAPHS = {"tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo"}
_PUT_IN, _TAKEN_OUT = {"ins", "moveTo"}, {"del", "moveFrom"}
_SIGN = re.compile(r"(?!00[01]|(?i:fff[ef]))[0-9A-CEFa-cef][0-9A-Fa-f]{3}")  # what XML can hold
_AS_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(data: bytes) -> Tracked:
    """The paragraphs of a DOCX in reading order, those in tables among them, with its tracked changes.

    A move counts as a deletion and an insertion. Automatic numbers are worked out for either reading.
    Formatting, pictures, notes and comments are left. Raises `DocumentError` for a file that can't be read as
    DOCX.
    """
    package = Package(data)
    main = package.main
    root = package.part(main)
    body = child(root, "body")
    if body is None:
        raise DocumentError(f"the DOCX has no text: its part {main} has no body; save it as .docx again")
    folder = PurePosixPath(main).parent
    styles = Styles(package.part(str(folder / "styles.xml")))
    lists = Lists(package.part(str(folder / "numbering.xml")))
    found = [(_paragraph(one, styles), styles.listed(one)) for one in _paragraphs(body)]
    return Tracked(_numbered(found, lists))


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    for one in element:
        name = name_of(one)
        if name == "p":
            yield one
        elif name in _AROUND_PARAGRAPHS:
            yield from _paragraphs(one)


def _paragraph(element: etree._Element, styles: Styles) -> TrackedParagraph:
    mark = child(element, "pPr", "rPr")
    inserted = deleted = None
    for one in [] if mark is None else mark:
        inserted = _revision(one) if name_of(one) in _PUT_IN else inserted
        deleted = _revision(one) if name_of(one) in _TAKEN_OUT else deleted
    runs = tuple(_joined(_runs(element, None, None)))
    return TrackedParagraph(runs, styles.name(element), inserted, deleted, styles.column(element))


def _runs(
    element: etree._Element, inserted: Revision | None, deleted: Revision | None
) -> Iterator[TrackedRun]:
    for one in element:
        name = name_of(one)
        if name == "r":
            yield TrackedRun("".join(_texts(one)), inserted, deleted)
        elif name in _PUT_IN:
            yield from _runs(one, _revision(one), deleted)
        elif name in _TAKEN_OUT:
            yield from _runs(one, inserted, _revision(one))
        elif name in _AROUND_RUNS:
            yield from _runs(one, inserted, deleted)


def _texts(run: etree._Element) -> Iterator[str]:
    for one in run:
        name = name_of(one)
        if name in {"t", "delText"}:
            yield one.text or ""
        elif name == "sym":
            code = value(one, "char")
            yield chr(int(code, 16)) if _SIGN.fullmatch(code) else ""
        else:
            yield _AS_TEXT.get(name, "")


def _joined(runs: Iterator[TrackedRun]) -> Iterator[TrackedRun]:
    """Neighbours with the same revisions as one run."""
    for (inserted, deleted), group in groupby(runs, key=lambda run: (run.inserted, run.deleted)):
        text = "".join(run.text for run in group)
        if text:
            yield TrackedRun(text, inserted, deleted)


def _revision(element: etree._Element) -> Revision:
    try:
        date = datetime.fromisoformat(value(element, "date"))
    except ValueError:
        date = None
    return Revision(value(element, "author"), date)


def _numbered(
    found: list[tuple[TrackedParagraph, Listed | None]], lists: Lists
) -> tuple[TrackedParagraph, ...]:
    accepted, rejected = lists.counters(), lists.counters()
    numbered = []
    for paragraph, listed in found:
        numbers = ["", ""]
        for at, (reading, counters) in enumerate(
            ((Reading.ACCEPTED, accepted), (Reading.REJECTED, rejected))
        ):
            if listed is not None and paragraph.ends(reading):
                numbers[at] = counters.next(listed)
        column = paragraph.column if listed is None else 4 * listed.level
        numbered.append(replace(paragraph, numbers=(numbers[0], numbers[1]), column=column))
    return tuple(numbered)

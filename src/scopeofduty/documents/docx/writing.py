"""Tracked paragraphs into a DOCX file."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from scopeofduty.documents.docx import parts
from scopeofduty.documents.docx.package import pack
from scopeofduty.documents.docx.parts import W, attributes
from scopeofduty.documents.docx.tracked import Revision, Tracked, TrackedParagraph, TrackedRun
from scopeofduty.documents.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_tracked(document: Tracked, *, language: str = "en-US") -> bytes:
    """A DOCX with the paragraphs, styles and tracked changes of ``document``; `read_docx` gives them back.

    Automatic numbers are written out as text, those of the accepted reading. ``language`` is a BCP 47 tag.
    Raises `DocumentError` for text with control characters, which XML can't hold.
    """
    try:
        return _package(document, language)
    except ValueError as error:
        raise DocumentError(
            f"the text can't be written to DOCX: {error}; remove its control characters"
        ) from None


def _package(document: Tracked, language: str) -> bytes:
    identifiers = count(1)
    body = W.body(*(_paragraph(one, identifiers) for one in document.paragraphs), _page())
    styles = [one.style for one in document.paragraphs]
    tracking = bool(document.authors)
    return pack(
        {
            "[Content_Types].xml": parts.CONTENT_TYPES,
            "_rels/.rels": parts.ROOT_RELATIONS,
            "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
            "word/document.xml": parts.serialised(W.document(body)),
            "word/styles.xml": parts.styles(styles, language),
            "word/settings.xml": parts.settings(tracking=tracking),
        }
    )


def _page() -> etree._Element:
    """US Letter with margins of an inch, in twips."""
    return W.sectPr(
        W.pgSz(**attributes(w="12240", h="15840")),
        W.pgMar(
            **attributes(
                top="1440", right="1440", bottom="1440", left="1440", header="720", footer="720", gutter="0"
            )
        ),
    )


def _paragraph(one: TrackedParagraph, identifiers: Iterator[int]) -> etree._Element:
    properties = W.pPr()
    if one.style:
        properties.append(W.pStyle(**attributes(val=parts.style_id(one.style))))
    marks = [
        W(name, **_signed(revision, identifiers))
        for name, revision in (("ins", one.inserted), ("del", one.deleted))
        if revision
    ]
    if marks:
        properties.append(W.rPr(*marks))
    automatic = [TrackedRun(f"{one.numbers[0]}\t")] if one.numbers[0] else []
    return W.p(properties, *(_run(run, identifiers) for run in (*automatic, *one.runs)))


def _signed(revision: Revision, identifiers: Iterator[int]) -> dict[str, str]:
    signed = attributes(id=str(next(identifiers)), author=revision.author)
    if revision.date is not None:
        signed |= attributes(date=_written(revision.date))
    return signed


def _written(moment: datetime) -> str:
    """A moment as ``w:date`` wants it: to the second, ``Z`` for one with a zone."""
    whole = moment.replace(microsecond=0)
    if whole.tzinfo is None:
        return whole.isoformat()
    return whole.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _run(run: TrackedRun, identifiers: Iterator[int]) -> etree._Element:
    element = W.r(*_content(run.text, "delText" if run.deleted else "t"))
    for name, revision in (("del", run.deleted), ("ins", run.inserted)):
        if revision:
            element = W(name, element, **_signed(revision, identifiers))
    return element


def _content(text: str, name: str) -> Iterator[etree._Element]:
    stretch = ""
    for letter in (*text, ""):
        if letter not in {"\t", "\n", ""}:
            stretch += letter
            continue
        if stretch:
            yield W(name, stretch, {_SPACE: "preserve"})
        stretch = ""
        if letter:
            yield W.tab() if letter == "\t" else W.br()

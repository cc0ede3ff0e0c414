"""PDF: form fields (AcroForm and XFA), then the text of the pages with its blanks and boxes."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import TYPE_CHECKING, Any

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers.text import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scopeofduty.sweep.readers.source import Source

_PAGES = 2_000
_TOOLTIP = 1_500
_NO_OPTION = frozenset({"Off", "Yes", "On", "1", "Type", "Length", "Filter", "Resources", "BBox", "Subtype"})
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(source: Source) -> Iterator[Piece]:
    """Yield AcroForm fields, XFA fields and page text.

    An empty password is tried on an encrypted file, as every viewer does.

    Raises:
        UnreadableError: It is no PDF, is locked by a password, or its structure loops or breaks.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = _open(source.data)
            title = str(reader.metadata.title or "") if reader.metadata else ""
            fields = [*_acroform(reader, title), *_xfa(reader, title)]
        except UnreadableError:
            raise
        except (
            PyPdfError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            RecursionError,
            IndexError,
            OSError,
        ) as error:
            raise UnreadableError(
                f"the PDF's structure is broken ({type(error).__name__}: {str(error)[:80]})"
            ) from error
        yield from fields
        yield from _pages(reader, bool(fields))


def _open(data: bytes) -> PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("named a PDF, but it does not begin as one")
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("locked by a password")
    return reader


def _acroform(reader: PdfReader, title: str) -> Iterator[PointPiece]:
    root: Any = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    form = form.get_object() if form is not None else None
    if form is None:
        return
    pages = _pages_of_widgets(reader)
    seen: set[int] = set()
    stack: list[tuple[Any, str, str]] = [(ref, "", "") for ref in form.get("/Fields", [])]
    while stack:
        ref, prefix, inherited = stack.pop()
        mark = ref.idnum if isinstance(ref, IndirectObject) else id(ref)
        if mark in seen:
            continue
        seen.add(mark)
        field = ref.get_object()
        part = str(field.get("/T", ""))
        name = f"{prefix}.{part}" if prefix and part else prefix or part
        tooltip = str(field.get("/TU", "")) or inherited
        kids = field.get("/Kids", [])
        named_kids = [kid for kid in kids if "/T" in kid.get_object()]
        stack.extend((kid, name, tooltip) for kid in reversed(named_kids))
        if named_kids:
            continue
        page = pages.get(mark) or next(
            (pages[k.idnum] for k in kids if getattr(k, "idnum", 0) in pages), None
        )
        point = Point(
            (name.rsplit(".", 1)[-1],),
            tuple(t for t in (tooltip[:_TOOLTIP],) if t),
            _options(field, kids),
            (),
            title,
        )
        yield PointPiece(Place(name, page=page), point, Verb.ASKS)


def _options(field: Any, kids: Any) -> tuple[str, ...]:
    chosen = [o[-1] if isinstance(o, list) else o for o in field.get("/Opt", [])]
    if field.get("/FT") == "/Btn":
        widgets = (field, *(kid.get_object() for kid in kids))
        states = [str(state).lstrip("/") for w in widgets for state in w.get("/AP", {}).get("/N", {})]
        chosen += [state for state in states if state not in _NO_OPTION]
    return tuple(dict.fromkeys(str(o) for o in chosen if str(o).strip()))


def _pages_of_widgets(reader: PdfReader) -> dict[int, int]:
    return {
        ref.idnum: number
        for number, page in enumerate(reader.pages[:_PAGES], 1)
        for ref in (page.get("/Annots") or [])
        if isinstance(ref, IndirectObject)
    }


def _xfa(reader: PdfReader, title: str) -> Iterator[PointPiece]:
    root: Any = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    layers = form.get_object().get("/XFA") if form is not None else None
    if layers is None:
        return
    layers = layers.get_object()
    streams = layers[1::2] if isinstance(layers, list) else [layers]
    packet = b"".join(stream.get_object().get_data() for stream in streams)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree: Any = etree.fromstring(packet, parser) if b"<" in packet else None
    for field in tree.iter("{*}field") if tree is not None else ():
        labels = [_spoken(e) for tag in ("caption", "toolTip", "speak") for e in field.iter(f"{{*}}{tag}")]
        options = tuple(t.text or "" for items in field.iter("{*}items") for t in items.iter("{*}text"))
        name = field.get("name", "")
        point = Point((name,), tuple(t for t in labels if t), options, (), title)
        yield PointPiece(Place(f"XFA {name}"), point, Verb.ASKS)


def _spoken(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:_TOOLTIP]


def _pages(reader: PdfReader, has_fields: bool) -> Iterator[Piece]:  # noqa: FBT001
    for number, page in enumerate(reader.pages, 1):
        if number > _PAGES:
            yield NotReadPiece(Place(page=number), f"only the first {_PAGES} pages are read")
            return
        try:
            text = page.extract_text()
        except Exception as error:  # noqa: BLE001 - any fault of one page must not cost the others
            yield NotReadPiece(Place(page=number), f"the page's text can't be read ({type(error).__name__})")
            continue
        if text.strip():
            yield from form_lines(_joined(text), page=number)
        elif "/Resources" in page and not has_fields and page.get_contents() is not None:
            yield NotReadPiece(Place(page=number), "drawn as a picture or as outlines: no text to read")


def _joined(text: str) -> str:
    return re.sub(r"-\n(?=[a-z])", "", text)

"""PDF: form fields (AcroForm and XFA), attachments, then the text of the pages with its blanks and boxes.

A field that has no tooltip, and a name that says nothing, is labelled by the words printed beside its box.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject

from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.piece import NotReadPiece, Piece, Place, PointPiece, UnreadableError
from scopeofduty.sweep.points.point import Point
from scopeofduty.sweep.readers import xfa
from scopeofduty.sweep.readers.pdf_labels import Printed, box_of, says_something
from scopeofduty.sweep.readers.source import Source
from scopeofduty.sweep.readers.text import form_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGES = 2_000
_TOOLTIP = 1_500
_NO_OPTION = frozenset({"Off", "Yes", "On", "1", "Type", "Length", "Filter", "Resources", "BBox", "Subtype"})
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError, OSError,
    NotImplementedError, AssertionError, ArithmeticError,
)  # fmt: skip
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of the form that is still to be labelled, with its widgets."""

    name: str
    tooltip: str
    options: tuple[str, ...]
    button: bool
    widgets: tuple[Any, ...]
    page: int | None

    @property
    def silent(self) -> bool:
        """Neither tooltip nor name says what the field is for."""
        return not self.tooltip and not says_something(self.name.rsplit(".", 1)[-1])


def read(source: Source) -> Iterator[Piece | Source]:
    """Yield AcroForm fields, XFA fields, attachments and page text.

    An empty password is tried on an encrypted file, as every viewer does.

    Raises:
        UnreadableError: It is no PDF, is locked by a password, or its structure breaks at the root.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = _open(source.data)
            title = _title(reader)
            form = _form(reader)
        except _BROKEN as error:
            raise UnreadableError(f"the PDF's structure is broken ({_told(error)})") from error
        pages, faults = _page_list(reader)
        fields, broken = _fields(form, pages)
        yield from (NotReadPiece(Place(), fault) for fault in (*faults, *broken))
        yield from _layers(form, title)
        yield from _attachments(reader, source.name)
        yield from (_piece(field, (), title) for field in fields if field.page is None)
        for number, page in enumerate(pages, 1):
            yield from _page(page, number, [f for f in fields if f.page == number], title)


def _open(data: bytes) -> PdfReader:
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("named a PDF, but it does not begin as one")
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("locked by a password")
    return reader


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:80]}"


def _title(reader: PdfReader) -> str:
    try:
        return str(reader.metadata.title or "") if reader.metadata else ""
    except _BROKEN:
        return ""


def _form(reader: PdfReader) -> Any:
    root: Any = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    form = form.get_object() if form is not None else None
    return form if hasattr(form, "get") else {}


def _page_list(reader: PdfReader) -> tuple[list[Any], list[str]]:
    """Return the pages up to the limit, none where their list is broken, and what is wrong."""
    pages: list[Any] = []
    try:
        for page in reader.pages:
            if len(pages) == _PAGES:
                return pages, [f"only the first {_PAGES:,} pages are read"]
            pages.append(page)
    except _BROKEN as error:
        return pages, [f"its list of pages is broken, no page is read ({_told(error)})"]
    return pages, []


def _fields(form: Any, pages: list[Any]) -> tuple[list[_Field], list[str]]:
    """Return the fields of the form, and what is wrong with it."""
    where, found = _pages_of_widgets(pages), []
    seen: set[int] = set()
    try:
        stack: list[tuple[Any, str, str, str]] = [(ref, "", "", "") for ref in form.get("/Fields", [])]
        while stack:
            ref, prefix, tooltip, kind = stack.pop()
            mark = ref.idnum if isinstance(ref, IndirectObject) else id(ref)
            if mark in seen:
                continue
            seen.add(mark)
            field = ref.get_object()
            if not hasattr(field, "get"):
                continue
            part = str(field.get("/T", ""))
            name = f"{prefix}.{part}" if prefix and part else prefix or part
            tooltip, kind = str(field.get("/TU", "")) or tooltip, str(field.get("/FT", "")) or kind
            kids = [kid for kid in field.get("/Kids", []) if hasattr(kid.get_object(), "get")]
            named = [kid for kid in kids if "/T" in kid.get_object()]
            stack.extend((kid, name, tooltip, kind) for kid in reversed(named))
            if not named:
                widgets = (field, *(kid.get_object() for kid in kids))
                page = next(
                    (where[m] for m in (mark, *(getattr(k, "idnum", 0) for k in kids)) if m in where), None
                )
                found.append(
                    _Field(
                        name,
                        tooltip[:_TOOLTIP],
                        _options(field, widgets, kind),
                        kind == "/Btn",
                        widgets,
                        page,
                    )
                )
    except _BROKEN as error:
        return found, [f"its form is broken after {len(found)} fields ({_told(error)})"]
    return found, []


def _options(field: Any, widgets: tuple[Any, ...], kind: str) -> tuple[str, ...]:
    chosen = [o[-1] if isinstance(o, list) else o for o in field.get("/Opt", [])]
    if kind == "/Btn":
        states = [str(state).lstrip("/") for w in widgets for state in w.get("/AP", {}).get("/N", {})]
        chosen += [state for state in states if state not in _NO_OPTION]
    return tuple(dict.fromkeys(str(o) for o in chosen if str(o).strip()))


def _pages_of_widgets(pages: list[Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    for number, page in enumerate(pages, 1):
        try:
            refs = page.get("/Annots") or []
            found |= {ref.idnum: number for ref in refs if isinstance(ref, IndirectObject)}
        except _BROKEN:
            continue
    return found


def _piece(field: _Field, printed: tuple[str, ...], title: str) -> PointPiece:
    labels = tuple(t for t in dict.fromkeys((field.tooltip, *printed)) if t)
    answers = field.options
    if field.button and len(printed) > 1:
        labels, answers = (field.tooltip,) if field.tooltip else (), (*answers, *printed)
    point = Point((field.name.rsplit(".", 1)[-1],), labels, answers, (), title)
    return PointPiece(Place(field.name, page=field.page), point, Verb.ASKS)


def _layers(form: Any, title: str) -> Iterator[Piece]:
    """Yield the fields of the XFA layer, which may name one field otherwise than the AcroForm does."""
    try:
        layers = form.get("/XFA")
        if layers is None:
            return
        layers = layers.get_object()
        streams = layers[1::2] if isinstance(layers, list) else [layers]
        packet = b"".join(stream.get_object().get_data() for stream in streams)
        found = list(xfa.fields(packet, title))
    except _BROKEN as error:
        yield NotReadPiece(Place("XFA"), f"its XFA layer is broken ({_told(error)})")
        return
    yield from found


def _attachments(reader: PdfReader, name: str) -> Iterator[Piece | Source]:
    try:
        for attached, contents in reader.attachments.items():
            yield from (Source(f"{name}!{attached}", data) for data in contents)
    except _BROKEN as error:
        yield NotReadPiece(Place("attachments"), f"its attachments can't be read ({_told(error)})")


def _page(page: Any, number: int, fields: list[_Field], title: str) -> Iterator[Piece]:
    """Yield a page's fields, labelled from its print where they don't say themselves, and its text."""
    printed = Printed() if any(field.silent for field in fields) else None
    text = ""
    try:
        text = page.extract_text(visitor_text=printed.take) if printed else page.extract_text()
    except Exception as error:  # noqa: BLE001 - any fault of one page must not cost the others
        yield NotReadPiece(Place(page=number), f"the page's text can't be read ({type(error).__name__})")
    else:
        if not text.strip() and _drawn(page):
            fault = "drawn as a picture or as outlines: no text to read"
            yield NotReadPiece(Place(page=number), f"{fault}, only its fields" if fields else fault)
    for field in fields:
        yield _piece(field, _printed(field, printed), title)
    if text.strip():
        yield from form_lines(re.sub(r"-\n(?=[a-z])", "", text), page=number)


def _drawn(page: Any) -> bool:
    try:
        return "/Resources" in page and page.get_contents() is not None
    except _BROKEN:
        return True


def _printed(field: _Field, printed: Printed | None) -> tuple[str, ...]:
    """Return what stands beside the field's boxes: a label, or an answer for each box to tick."""
    if printed is None or not field.silent:
        return ()
    boxes = [box for widget in field.widgets if (box := box_of(widget)) is not None]
    found = (printed.answer(box) if field.button else printed.label(box) for box in boxes)
    return tuple(dict.fromkeys(text for text in found if text))

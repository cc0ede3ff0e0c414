"""A draft, a version or a redline as a file: DOCX, PDF, Akoma Ntoso, the text and rules themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty.city.drafts import packs, wording
from scopeofduty.documents import DocumentError, compare
from scopeofduty.documents.akoma_ntoso import Identity, write_akoma_ntoso
from scopeofduty.documents.docx import Revision as Signed
from scopeofduty.documents.docx import lay_out, lay_out_redline, write_tracked

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xml": "application/akn+xml",
    "duty": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "zip": "application/zip",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def document(files: Mapping[str, str], kind: str, *, day: datetime, slug: str, city: str) -> bytes:
    """Return a draft's pack as a file of one of ``KINDS``. Raises `DocumentError` with what is missing."""
    if kind == "duty":
        return files[packs.RULES].encode()
    if kind == "md":
        return files[packs.TEXT].encode()
    if kind == "zip":
        return _zipped(files)
    ordinance = wording.ordinance_of(files[packs.TEXT])
    if kind == "docx":
        return write_tracked(lay_out(ordinance))
    if kind == "xml":
        return write_akoma_ntoso(ordinance, _identity(slug, day, city))
    return _pdf(lambda pdf: pdf.ordinance_to_pdf(ordinance))


def redline(before: str, after: str, kind: str, *, author: str, at: datetime, title: str) -> bytes:
    """Return the changes between two texts as DOCX with tracked changes or as PDF. Raises `DocumentError`."""
    changes = compare(wording.ordinance_of(before), wording.ordinance_of(after))
    if kind == "docx":
        signed = Signed(author, at.astimezone(UTC).replace(microsecond=0))
        return write_tracked(lay_out_redline(changes, signed))
    language = "es" if (get_language() or "").startswith("es") else "en"
    return _pdf(lambda pdf: pdf.redline_to_pdf(changes, title, language=language, only_changes=True))


def _pdf(make: object) -> bytes:
    try:
        from scopeofduty.documents import pdf
    except ImportError:
        pdf = None
    if pdf is None:
        raise DocumentError(_no_pdf())
    try:
        made: bytes = make(pdf)  # type: ignore[operator]
    except ImportError:
        raise DocumentError(_no_pdf()) from None
    return made


def _no_pdf() -> str:
    return _(
        "PDF needs a part that isn't installed here (scopeofduty[pdf]). "
        "Ask IT to install it, or take the DOCX and print it."
    )


def _identity(slug: str, day: datetime, city: str) -> Identity:
    return Identity(
        jurisdiction="us",
        author=city.lower().replace(" ", "-") or "city",
        author_name=city or "City",
        number=slug,
        enacted=day.date(),
        version=day.date(),
    )


def _zipped(files: Mapping[str, str]) -> bytes:
    """Return a pack's folder as a ZIP, the same bytes every time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name])
    return packed.getvalue()

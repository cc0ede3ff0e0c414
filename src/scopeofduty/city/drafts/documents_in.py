"""Documents that residents prepared: what is taken, told by its bytes and never by its name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty.documents import DocumentError
from scopeofduty.documents.docx import Reading, read_docx
from scopeofduty.documents.files import decode
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST = 8 * 1024 * 1024
_SIGNS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


class DocumentRefusedError(ValueError):
    """A document that can't be taken. The message says what came and what is taken."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document as it is kept."""

    name: str
    kind: str
    data: bytes
    sha256: str


def take(upload: UploadedFile) -> Taken:
    """Return an uploaded document. Raises `DocumentRefusedError`."""
    if upload.size is None or upload.size > LARGEST:
        raise DocumentRefusedError(
            _("The file has %(size)s; at most %(most)s are taken.")
            % {"size": filesizeformat(upload.size or 0), "most": filesizeformat(LARGEST)}
        )
    data = upload.read(LARGEST + 1)
    kind, words = _kind(data)
    hits = guard.find(words)
    if hits:
        language = "es" if (get_language() or "").startswith("es") else "en"
        told = " ".join(hit.explain(language) for hit in hits[:3])
        raise DocumentRefusedError(
            _("The document says what somebody's status is. %(where)s") % {"where": told}
        )
    return Taken(_named(upload.name or "", kind), kind, data, hashlib.sha256(data).hexdigest())


def _kind(data: bytes) -> tuple[str, str]:
    """Return a document's kind, and its words where they can be read here."""
    for sign, kind in _SIGNS.items():
        if data.startswith(sign):
            return kind, ""
    if data.startswith(b"PK"):
        return _zipped(data)
    try:
        words = decode(data)
    except DocumentError:
        raise DocumentRefusedError(_refused()) from None
    if words.lstrip().startswith("<"):
        raise DocumentRefusedError(_refused())
    return "txt", words


def _zipped(data: bytes) -> tuple[str, str]:
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:120]:
        return "odt", ""
    try:
        tracked = read_docx(data)
    except DocumentError as error:
        raise DocumentRefusedError(str(error)) from None
    words = "\n".join("".join(run.text for run in one.runs) for one in tracked.read(Reading.ACCEPTED))
    return "docx", words


def _refused() -> str:
    return _("This is no PDF, DOCX, ODT, plain text, PNG or JPEG. Save it as PDF and send that.")


def _named(name: str, kind: str) -> str:
    """Return a name without a path and without signs that a header or a file system reads otherwise."""
    stem = re.sub(r"[^\w .-]", "", name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].rsplit(".", 1)[0]).strip(" .")
    return f"{stem[:80] or 'document'}.{kind}"

"""What goes onto the pages, and the call of the typesetter."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.lines import Role
from scopeofduty.documents.redline.blocks import blocks
from scopeofduty.documents.redline.comparing import compare
from scopeofduty.documents.redline.values import Redline, Row, Status
from scopeofduty.documents.redline.wording import note, summary, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scopeofduty.documents.provision import Ordinance

_DEEPEST_HEADING = 6


def ordinance_to_pdf(
    ordinance: Ordinance, *, title: str = "", language: str = "en", accessible: bool = True
) -> bytes:
    """A tagged PDF of a text on US Letter; ``title`` replaces the text's own.

    ``accessible`` asks for PDF/UA-1 (ISO 14289-1) conformance. The same text gives the same bytes. Raises
    `DocumentError` without the extra ``pdf``, and where no font has a character of the text.
    """
    rows = [row for row in compare(ordinance, ordinance) if row.place.role is not Role.TITLE or title]
    data = _data(title or ordinance.title or wording(language).untitled, (), rows, language)
    return _set(data, accessible=accessible)


def redline_to_pdf(
    redline: Redline, title: str, *, language: str = "en", accessible: bool = True, only_changes: bool = False
) -> bytes:
    """A tagged PDF of a redline, as `ordinance_to_pdf`; changes are told by line, colour and words."""
    phrases = wording(language)
    rows = redline.excerpt if only_changes else redline.rows
    lead = (summary(redline, phrases), *([phrases.legend] if redline.changes else []))
    return _set(_data(title or phrases.title, lead, rows, language), accessible=accessible)


def _data(title: str, lead: Iterable[str], rows: Iterable[Row], language: str) -> dict[str, Any]:
    phrases = wording(language)
    return {
        "title": title,
        "paper": "us-letter",
        "language": language,
        "lead": list(lead),
        "words": {name: value for name, value in asdict(phrases).items() if isinstance(value, str)},
        "blocks": list(_blocks(rows, language)),
    }


def _blocks(rows: Iterable[Row], language: str) -> Iterator[dict[str, Any]]:
    phrases, level = wording(language), 1
    for row in rows:
        said = "" if row.status is Status.SAME and not row.renumbered else note(row, phrases)
        for block in blocks(row):
            # PDF/UA wants no level of heading skipped.
            level = min(row.place.depth + 2, level + 1, _DEEPEST_HEADING) if block.caption else level
            yield {
                "depth": row.place.depth + (row.place.role is Role.CLOSING) / 2,
                "level": level if block.caption else 0,
                "note": said,
                "runs": [[run.op.value, run.text] for run in block.runs],
            }
            said = ""


def _set(data: dict[str, Any], *, accessible: bool) -> bytes:
    try:
        import typst
    except ImportError:
        raise DocumentError(
            "PDF needs the typesetter Typst; install it with: pip install 'scopeofduty[pdf]'"
        ) from None
    page = resources.files(__package__).joinpath("page.typ").read_bytes()
    try:
        done = typst.compile(
            page,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1"] if accessible else [],
        )
    except RuntimeError as error:
        advice = "; ask for a PDF without PDF/UA, or install a font that has them" if accessible else ""
        raise DocumentError(f"the PDF can't be set: {error}{advice}") from None
    if not isinstance(done, bytes):
        raise DocumentError("the typesetter gave no PDF")
    return done

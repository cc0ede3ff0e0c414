"""What a notice says, as lines to read and as a row for scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.public.models import in_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from scopeofduty.city.public.models import PublicNotice

LABELS: dict[str, _StrPromise] = {
    "agency": _("Who asked"),
    "week": _("Week"),
    "request": _("What was asked"),
    "answer": _("What the city answered"),
    "section": _("Under which section"),
    "given": _("Information given"),
    "minutes": _("Minutes on the scene"),
    "people": _("People the request was about"),
    "place": _("Where"),
    "delays": _("Delays of this notice"),
    "changed": _("What changed"),
    "in_force": _("In force from"),
}


@dataclass(frozen=True)
class Line:
    """One thing that a notice says.

    Attributes:
        label: what it is.
        text: what is said of it, in the reader's language.
        links: for sections of the law, each with the place on the ordinance page at which it stands.
    """

    label: Any
    text: str
    links: tuple[tuple[str, str], ...] = ()


def lines(content: dict[str, Any]) -> list[Line]:
    """Return the content as lines in the fixed order, in the reader's language."""
    said = content["says"]
    return [
        Line(label, _text(said[field]), _links(said[field]) if field == "section" else ())
        for field, label in LABELS.items()
        if field in said
    ]


def texts(content: dict[str, Any]) -> dict[str, str]:
    """Return what a page says in each field, in the reader's language."""
    return {field: _text(value) for field, value in content["says"].items() if field in LABELS}


def anchor(law: str, section: str) -> str:
    """Return a section's place on the ordinance page; it stays while law and section keep their names."""
    return slugify(f"{law} {section.replace('(', ' ').replace('.', ' ')}")


def _links(sections: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((in_language(each), each["at"]) for each in sections if "at" in each)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    return str(value)


def columns() -> list[str]:
    """Return the names of a row's cells."""
    return ["id", "kind", "published", "version", *LABELS, "presumed"]


def row(notice: PublicNotice) -> dict[str, Any]:
    """Return a notice as one flat row, texts in English."""
    content = notice.content
    said = {field: _english(content["says"][field]) for field in LABELS if field in content["says"]}
    return {
        "id": notice.public_id,
        "kind": notice.kind,
        "published": notice.window.isoformat(),
        "version": max(version.seq for version in notice.versions.all()),
        **said,
        "presumed": bool(content.get("presumed")),
    }


def _english(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("en", "")
    if isinstance(value, list):
        return [_english(each) for each in value]
    return value

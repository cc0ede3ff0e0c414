"""Words of the law in the reader's language, and the redline, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from scopeofduty.city.drafts.duties import parameter

if TYPE_CHECKING:
    from scopeofduty.city.drafts.changes import Change
    from scopeofduty.city.drafts.models import Draft
    from scopeofduty.law import Text

register = template.Library()


def language() -> str:
    """Return ``en`` or ``es``, as the page is read."""
    return "es" if (get_language() or "").startswith("es") else "en"


@register.filter
def said(text: Text | str) -> str:
    """Return a text of the law in the reader's language; a word that has only one is itself."""
    return text if isinstance(text, str) else text.in_language(language())


@register.filter
def clause(told: str) -> str:
    """Return what is missing, without the law's name before it."""
    missing = told.partition(": ")[2] or told
    return missing[:1].upper() + missing[1:]


@register.simple_tag
def redline(change: Change, prefix: str = "") -> SafeString:
    """Return the redline as HTML; `documents` escapes every word of it."""
    return mark_safe(change.html(language(), prefix))  # noqa: S308 — escaped where it is made


register.filter(parameter)


@register.filter
def places(sections: list[str]) -> str:
    """Return where a suggestion changes something: its sections, and the head if that changes too."""
    return ", ".join(gettext("title and head") if one == "head" else one for one in sections)


@register.filter
def file_kinds(_nothing: str) -> list[tuple[str, str]]:
    """Return the kinds of files that a draft can be taken as, with their names."""
    return [
        ("docx", "DOCX"),
        ("pdf", "PDF"),
        ("xml", "Akoma Ntoso"),
        ("duty", gettext("rules (.duty)")),
        ("md", gettext("text (.md)")),
        ("zip", gettext("law pack (.zip)")),
    ]


@register.simple_tag
def export_link(draft: Draft, kind_of: str, number: int, kind: str) -> str:
    """Return the address of a revision (``r``) or version (``v``) as a file."""
    return reverse("drafts:export", args=[draft.slug, f"{kind_of}{number}", kind])

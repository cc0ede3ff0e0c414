"""The law's words in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from scopeofduty import law

register = template.Library()


def language() -> str:
    """Return "en" or "es", the languages the law is written in."""
    return "es" if (get_language() or "").startswith("es") else "en"


@register.filter
def words(text: law.Text) -> str:
    """Return a text of the law in the reader's language."""
    return text.in_language(language())


@register.filter
def section(citation: law.Citation) -> str:
    """Return how a citation is written: what the law is cited as, and the section."""
    return f"{citation.cited_as.in_language(language()) or _('section')} {citation.section}"


@register.filter
def mark(citation: law.Citation) -> str:
    """Return how well a rule is founded, in words."""
    return {
        "V": _("official text read"),
        "N": _("news or a secondary page"),
        "K": _("background knowledge, to be checked"),
    }.get(citation.mark, _("not marked"))


@register.filter
def short(digest: str) -> str:
    """Return the first twelve characters of a digest, enough to compare by eye."""
    return digest[:12]


@register.simple_tag(takes_context=True)
def other_language_address(context: dict[str, Any]) -> str:
    """Return this page's address in the language that the page is not in."""
    return translate_url(context["request"].path, "en" if language() == "es" else "es")


@register.inclusion_tag("desk/_at_a_glance.html")
def law_at_a_glance() -> dict[str, Any]:
    """Show what the law in force says to the questions asked first."""
    from scopeofduty.city.desk.at_a_glance import glances

    return {"glances": glances()}

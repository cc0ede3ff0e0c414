"""What public templates need: links in both languages, texts in the reader's, the newest notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from scopeofduty.city.public import models, shown

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()
ON_THE_FRONT_PAGE = 3  # notices


@register.simple_tag(takes_context=True)
def other_language_link(context: dict[str, Any]) -> SafeString:
    """Return a link to this page in the other language, named in that language."""
    code, name = ("en", "English") if (get_language() or "").startswith("es") else ("es", "Español")
    address = translate_url(context["request"].path, code)
    return format_html('<a href="{}" lang="{}" hreflang="{}">{}</a>', address, code, code, name)


@register.simple_tag(takes_context=True)
def language_alternates(context: dict[str, Any]) -> SafeString:
    """Return the head's links to this page in each language."""
    request = context["request"]
    pages = [(code, request.build_absolute_uri(translate_url(request.path, code))) for code in ("en", "es")]
    return format_html_join("\n  ", '<link rel="alternate" hreflang="{}" href="{}">', pages)


@register.simple_tag(takes_context=True)
def public_link(context: dict[str, Any], name: str, words: str) -> SafeString:
    """Return a link of the header, marked when it is this page or leads to it."""
    address, path = reverse(name), context["request"].path
    mark = "page" if path == address else "true" if path.startswith(address) else ""
    current = format_html(' aria-current="{}"', mark) if mark else ""
    return format_html('<a href="{}"{}>{}</a>', address, current, words)


@register.inclusion_tag("public/_newest.html")
def newest_notices() -> dict[str, Any]:
    """Show the newest notices in a few words each, as any page may."""
    found = models.PublicNotice.objects.prefetch_related("versions")[:ON_THE_FRONT_PAGE]
    return {"notices": [{"notice": notice, "about": _about(notice.content["says"])} for notice in found]}


def _about(said: dict[str, Any]) -> str:
    texts = [said[name] for name in ("agency", "changed") if name in said]
    return ", ".join(models.in_language(text) for text in [*texts, *said.get("request", [])])


@register.simple_tag
def place_of(law: models.PublicLaw, section: dict[str, Any]) -> str:
    """Return the anchor of a section on the ordinance page."""
    return shown.anchor(law.name, section["label"])


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """Return a text of the projection in the reader's language."""
    return models.in_language(texts) if texts else ""


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]

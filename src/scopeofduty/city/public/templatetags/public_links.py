"""What public templates need: the other language's link, and texts in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.translation import get_language

from scopeofduty.city.public import models

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def other_language_link(context: dict[str, Any]) -> SafeString:
    """Return a link to this page in the other language, named in that language."""
    code, name = ("en", "English") if (get_language() or "").startswith("es") else ("es", "Español")
    address = translate_url(context["request"].path, code)
    return format_html('<a href="{}" lang="{}" hreflang="{}">{}</a>', address, code, code, name)


@register.filter
def in_language(texts: dict[str, str]) -> str:
    """Return a text of the projection in the reader's language."""
    return models.in_language(texts)


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]

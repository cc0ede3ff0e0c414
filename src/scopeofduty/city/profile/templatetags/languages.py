"""The link to the same page in the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def other_language_link(context: dict[str, Any]) -> SafeString:
    """Return a link to this address in the language that the page is not in, named in that language."""
    code, name = ("en", "English") if (get_language() or "").startswith("es") else ("es", "Español")
    request = context.get("request")
    address = translate_url(request.path, code) if request else "/"
    return format_html('<a href="{}" lang="{}" hreflang="{}">{}</a>', address, code, code, name)

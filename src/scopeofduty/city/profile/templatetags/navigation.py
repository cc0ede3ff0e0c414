"""Which link of the header leads to the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def header_link(context: dict[str, Any], name: str, words: str) -> SafeString:
    """Return a link to the page called ``name``, marked when it is this page or leads to it."""
    address = reverse(name)
    request = context.get("request")
    path = request.path if request else ""
    mark = {address: "page"}.get(path) or ("true" if address != "/" and path.startswith(address) else "")
    current = format_html(' aria-current="{}"', mark) if mark else ""
    return format_html('<a href="{}"{}>{}</a>', address, current, words)

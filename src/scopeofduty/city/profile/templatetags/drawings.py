"""Drawings that stand in the page itself, since the policy of our pages allows no ``data:`` image."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def inline_svg(drawing: str) -> SafeString:
    """Return the ``<svg>`` element of ``drawing``, hidden from screen readers (words beside it say the same).

    Only for drawings that our own code made: nothing in them is escaped.

    Raises:
        ValueError: there is no svg element.
    """
    found = re.search(r"<(?:svg:)?svg\b.*</(?:svg:)?svg>", drawing, re.DOTALL)
    if not found:
        message = "expected an SVG drawing, and what came has no svg element"
        raise ValueError(message)
    element = found.group().replace("svg:", "")
    return mark_safe(element.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308 — ours

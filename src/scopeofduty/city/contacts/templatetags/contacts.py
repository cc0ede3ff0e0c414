"""Words for the values of a contact."""

from __future__ import annotations

from django import template

from scopeofduty.city.contacts.fields import BY_ID

register = template.Library()


@register.filter
def in_words(value: str | None, field: str) -> str:
    """Return the label of a choice."""
    return BY_ID[field].label_of(value) if value else ""


@register.filter
def short(value: str | None, field: str) -> str:
    """Return the label of a choice without what stands in brackets, for a narrow column."""
    return in_words(value, field).split(" (")[0]

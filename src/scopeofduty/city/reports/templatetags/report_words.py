"""What a case's page says of its messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from scopeofduty.city.reports.reading import Entry, OpenCase

register = template.Library()


@register.simple_tag
def state_words(state: str) -> str:
    """Return the words for a state that a recipient set."""
    known = {
        "received": _("It has arrived"),
        "acknowledged": _("Acknowledged: the readers have it"),
        "assessed": _("Assessed"),
        "investigating": _("Being investigated"),
        "finding": _("There is a finding"),
        "feedback": _("You have feedback"),
        "closed": _("Closed"),
    }
    return known.get(state, "")


@register.simple_tag
def state_of(opened: OpenCase) -> str:
    """Return where the case stands: the newest state that a recipient told."""
    told = [
        entry.body["state"] for entry in opened.entries if not entry.from_reporter and "state" in entry.body
    ]
    if not told:
        return _("It is in. The readers fetch it in the next morning's batch.")
    return state_words(str(told[-1]))


@register.filter
def attached(entry: Entry) -> list[tuple[dict[str, Any], str]]:
    """Return the attachments of a message, each with the id of its age file."""
    return list(zip(entry.body.get("attachments", ()), entry.body.get("files", ()), strict=False))

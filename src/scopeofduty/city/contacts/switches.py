"""Fields that are off by default (dispatch numbers, copies of papers): on where the city names its law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.fields import BY_ID, FIELDS, Field
from scopeofduty.city.contacts.models import SwitchedField

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

CITATION_LEAST, CITATION_MOST = 4, 200


def all_switches() -> list[tuple[Field, SwitchedField | None]]:
    """Return each field that can be switched, with its row when it is on."""
    on = {switch.field: switch for switch in SwitchedField.objects.select_related("set_by")}
    return [(f, on.get(f.id)) for f in FIELDS if f.switched]


def set_switch(name: str, on: bool, citation: str, *, by: User, at: datetime) -> None:  # noqa: FBT001 — one switch
    """Switch a field on, naming the law that asks for it, or off.

    Raises:
        EntryRefusedError: there is no such switch, or no law is named.
    """
    if name not in BY_ID or not BY_ID[name].switched:
        raise EntryRefusedError(
            {"field": [_("“%(given)s” is not a field that can be switched.") % {"given": name[:40]}]}
        )
    if not on:
        SwitchedField.objects.filter(field=name).delete()
        return
    check_citation(citation)
    kept = {"citation": citation.strip(), "set_by": by, "set_at": at}
    SwitchedField.objects.update_or_create(field=name, defaults=kept)


def check_citation(citation: str) -> None:
    """Check that a law is named.

    Raises:
        EntryRefusedError: it is missing, too long, or no printable line.
    """
    text = citation.strip()
    if not CITATION_LEAST <= len(text) <= CITATION_MOST or not text.isprintable():
        raise EntryRefusedError({"citation": [_("Name the law or schedule that says so, in one line.")]})

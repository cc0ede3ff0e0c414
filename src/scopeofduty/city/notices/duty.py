"""Which duty of notice the law in force lays on a contact: read from the adopted text, not from a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.law.conditions import truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty import law

PUBLIC_NOTICE = frozenset({"public_notice", "public_notice_after_operation"})
# Saying where they will be, offering an agreement, or telling us something asks for no help.
NOT_HELP = frozenset({"information_only", "deconfliction", "agreement"})
ASKED = "request_for_support"


@dataclass(frozen=True)
class Terms:
    """What a duty of notice asks for.

    Attributes:
        section: the section of the law that lays it down.
        publisher: who tells the public.
        waits: whether the notice waits until the federal operation is complete.
        hours: within how many hours of that; None: at the next window.
        tells: the fields that the notice may tell; empty: all of them.
        place: how coarse a place; empty: none at all.
        presumed_days: after how many days without a word the operation is taken as complete; None: never.
    """

    section: str
    publisher: str
    waits: bool
    hours: int | None
    tells: tuple[str, ...]
    place: str
    presumed_days: int | None


def events(values: Mapping[str, Any]) -> frozenset[str]:
    """Return what took place in a contact, in the words of the duties' triggers.

    Args:
        values: a contact's values by field id.
    """
    facts = values.get("facts") or {}
    found = {"activity_known"}
    how = facts.get("federal_contact")
    if how not in ("none", "activity_observed"):
        found.add("contact_made")
    asked = set(values.get("request_types") or ()) - NOT_HELP
    if how == ASKED or (how is None and asked):
        found.add("help_requested")
    return frozenset(found)


def terms_for(in_force: law.InForce, values: Mapping[str, Any]) -> Terms | None:
    """Return the terms under which a contact makes a notice, or None where the law asks for none.

    A fact that nobody recorded speaks for a notice: the law's condition must be known to fail before a
    contact stays unpublished. Of several duties the one that tells most surely comes first: one that waits
    protects an operation, so it goes before one that doesn't.
    """
    happened = events(values)
    found = [
        terms_of(duty)
        for duty in in_force.duty_rules
        if duty.id in PUBLIC_NOTICE and duty.trigger in happened and _reaches(duty, values)
    ]
    return min(found, key=lambda terms: (not terms.waits, terms.section), default=None)


def _reaches(duty: law.Duty, values: Mapping[str, Any]) -> bool:
    act = values.get("act")
    if duty.acts and act and act not in duty.acts:
        return False
    known = {name: value for name, value in (values.get("facts") or {}).items() if value != "consulted"}
    if values.get("actor"):
        known["actor"] = values["actor"]
    return truth(duty.condition, {name: frozenset({value}) for name, value in known.items()}) is not False


def terms_of(duty: law.Duty) -> Terms:
    """Return what one duty of notice asks for, as its text says it."""
    hours = {"hours": 1, "days": 24, "working days": 24}.get(duty.unit, 0)
    return Terms(
        section=duty.section,
        publisher=duty.owner,
        waits=duty.embargo == "operation_complete",
        hours=duty.period * hours if duty.period is not None and hours else None,
        tells=duty.tells,
        place=duty.place,
        presumed_days=duty.presumed,
    )

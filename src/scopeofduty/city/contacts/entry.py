"""An entry: everything a revision will hold, checked and complete, before any row is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.contacts import status
from scopeofduty.city.contacts.answer import Answer, answer_of, rebuildable
from scopeofduty.city.contacts.cleaning import Cleaned, Frame, check_together, clean
from scopeofduty.city.contacts.departure import departure_from
from scopeofduty.city.contacts.fields import BY_ID, FIELDS, REQUIRED
from scopeofduty.city.contacts.models import SwitchedField
from scopeofduty.city.profile.models import City, Department

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.city.accounts.models import User

ASKED = ("act", "actor", "facts", "received_at")
ANY_EMPLOYEE = "any_employee"


class EntryRefusedError(ValueError):
    """An entry that can't be kept.

    Attributes:
        problems: messages by field id, for the writer. They may quote what was typed, so they are shown to
            the writer alone; ``str()`` names the fields and nothing else, because it may reach a log.
        stops: the places at which the status guard stopped.
    """

    def __init__(self, problems: Mapping[str, list[str]], stops: tuple[status.Stop, ...] = ()) -> None:
        super().__init__(", ".join(sorted(name[:40] for name in problems)))
        self.problems = dict(problems)
        self.stops = stops


@dataclass(frozen=True)
class Entry:
    """Values by field id, complete, and the phrase departed from ("" when none)."""

    values: dict[str, Any]
    departure: str
    given: frozenset[str] = field(default_factory=frozenset)


def frame_at(at: datetime) -> Frame:
    """Return what reading depends on at a moment: the city's zone, departments, fields switched on."""
    city = City.objects.first()
    zone = ZoneInfo(city.zone if city else settings.TIME_ZONE)
    slugs = frozenset(Department.objects.values_list("slug", flat=True))
    return Frame(at, zone, slugs, frozenset(SwitchedField.objects.values_list("field", flat=True)))


def first_entry(
    raw: Mapping[str, Any], *, by: User, at: datetime, bases: Mapping[str, status.Basis] | None = None
) -> Entry:
    """Return the entry of a contact that is recorded now.

    Raises:
        EntryRefusedError: with a message for each field that can't be kept.
    """
    frame = frame_at(at)
    given = dict(raw)
    if not given.get("receiving_department") and by.department:
        given["receiving_department"] = by.department.slug
    cleaned = clean(given, frame)
    _refuse_reason(cleaned)
    named = frozenset(raw) & frozenset(cleaned.values)
    cleaned.values["recorded_at"] = at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    cleaned.values["recorded_by_role"] = role_of(by)
    return _completed(cleaned, frame, by, bases or {}, asked=bool(cleaned.values.get("act")), given=named)


def corrected_entry(
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    bases: Mapping[str, status.Basis] | None = None,
) -> Entry:
    """Return the entry of a correction: ``changes`` over what was known; an empty value takes the field away.

    Raises:
        EntryRefusedError: no reason is given, nothing changes, or a value can't be kept.
    """
    frame = frame_at(at)
    cleaned = clean(changes, frame, required=(BY_ID["reason"],))
    gone = {
        name
        for name in changes
        if name in BY_ID and name not in cleaned.values and name not in cleaned.problems
    }
    for known in REQUIRED:
        if known.id in gone:
            cleaned.refuse(known.id, _("“%(label)s” can be corrected, not emptied.") % {"label": known.label})
    kept = {name: value for name, value in before.items() if name not in gone | {"reason", "legal_basis"}}
    changed = {name for name, value in cleaned.values.items() if before.get(name) != value} | (
        gone & set(before)
    )
    if not changed - {"reason"} and not cleaned.problems:
        cleaned.refuse("reason", _("Nothing is changed: every value is as it was."))
    cleaned.values = kept | cleaned.values
    asked = bool(changed & set(ASKED)) and rebuildable(cleaned.values.get("facts", {}))
    settled = _kept_bases(before, changed)
    return _completed(cleaned, frame, by, bases or {}, asked=asked, given=frozenset(changed), settled=settled)


def _refuse_reason(cleaned: Cleaned) -> None:
    if cleaned.values.pop("reason", None) is not None:
        cleaned.refuse("reason", _("A first record has no reason for a correction."))


def _kept_bases(before: Mapping[str, Any], changed: set[str]) -> list[dict[str, str]]:
    """Return the legal bases that were named before for texts that stay as they are."""
    return [entry for entry in before.get("legal_basis", []) if entry["field"] not in changed]


def _completed(
    cleaned: Cleaned,
    frame: Frame,
    by: User,
    bases: Mapping[str, status.Basis],
    *,
    asked: bool,
    given: frozenset[str],
    settled: list[dict[str, str]] | None = None,
) -> Entry:
    values = cleaned.values
    check_together(values, cleaned)
    _refuse_switched_off(values, frame, given, cleaned)
    stops = status.stops({name: value for name, value in values.items() if name in given | {"reason"}})
    kept, left = status.settle(stops, bases)
    for name, messages in left.items():
        for message in messages:
            cleaned.refuse(name, message)
    if asked and not cleaned.problems:
        _ask(values, by, frame, cleaned)
    if cleaned.problems:
        raise EntryRefusedError(cleaned.problems, stops)
    if kept or settled:
        values["legal_basis"] = [*(settled or []), *kept]
    ordered = {known.id: values[known.id] for known in FIELDS if known.id in values}
    return Entry(ordered, departure_from(values.get("determination"), values), given)


def _refuse_switched_off(
    values: Mapping[str, Any], frame: Frame, given: frozenset[str], cleaned: Cleaned
) -> None:
    for name in sorted(given & set(values)):
        if BY_ID[name].switched and name not in frame.kept:
            message = _("The city doesn't keep this (“%(label)s”). Leave it out.")
            cleaned.refuse(name, message % {"label": BY_ID[name].label})


def _ask(values: dict[str, Any], by: User, frame: Frame, cleaned: Cleaned) -> None:
    actor = values.get("actor") or actor_of(by)
    found: Answer = answer_of(values.get("act"), actor, values.get("facts", {}), day_of(values, frame))
    if found.problem:
        cleaned.refuse("facts", found.problem)
    elif found.record is None:
        values.pop("determination", None)
    else:
        values["determination"] = found.record
        values["actor"] = actor
        # What the law marks sensitive is kept as "consulted", here as in the determination.
        values["facts"] = found.record["facts"]


def day_of(values: Mapping[str, Any], frame: Frame) -> date:
    """Return the day of receipt in the city's zone."""
    return datetime.fromisoformat(values["received_at"]).astimezone(frame.zone).date()


def actor_of(by: User) -> str:
    """Return the law's name for whoever acts: what the person's department is, or any employee."""
    return by.department.actor if by.department else ANY_EMPLOYEE


def role_of(by: User) -> str:
    """Return the role in which a person records: the first of theirs that says more than "employee"."""
    held = by.roles()
    return next(
        (role.value for role in Role if role in held and role is not Role.EMPLOYEE), Role.EMPLOYEE.value
    )

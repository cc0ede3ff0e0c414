"""The written corpus: contacts as call-takers write them down, with times relative to the day of seeding.

What nobody could know when the record was made (when an operation ended, who took a person over) is
split off and comes in later, as it does in life.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from scopeofduty.city.contacts.fields import BY_ID, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

FILES = ("contacts-1.yaml", "contacts-2.yaml")
# A value that tells how something ended, and the time that says when it became known.
LEARNT_WITH = {
    "operation_end": ("operation_end", "end_confirmed_by"),
    "outcome_at": ("outcome_at", "outcome", "receiving_agency"),
    "supervisor_told_at": ("supervisor_told_at",),
    "copy_served_at": ("copy_served_at", "designee_told"),
}
_PART = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something done to a recorded contact later: by whom, when, and what."""

    at: datetime
    by: str
    reason: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class WrittenContact:
    """One contact of the corpus: the values as first recorded, and what happened to the record since.

    ``by`` and every ``Step.by`` are log-in names of the cast; ``values`` uses the field ids of a contact.
    """

    id: str
    scenario: str
    by: str
    recorded_at: datetime
    values: Mapping[str, Any]
    corrections: tuple[Step, ...] = ()
    review: Step | None = None
    erasure: Step | None = None
    hold: Step | None = None


def span(text: str) -> timedelta:
    """Return the time that ``+2h30m`` or ``-3d`` says.

    Raises:
        ValueError: it is not of that form.
    """
    sign, rest = text[:1], text.lstrip("+-")
    if not rest or _PART.sub("", rest):
        message = f"{text!r} is not a relative time: +40m, +2h30m, -3d are"
        raise ValueError(message)
    found = sum(
        (timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(rest)), timedelta()
    )
    return -found if sign == "-" else found


def load(name: str) -> Any:
    """Return what a data file of the demo holds."""
    text = files("scopeofduty.city.demo").joinpath("data", name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 — both are safe loaders


def rows() -> list[dict[str, Any]]:
    """Return the contacts as they stand in the files, in their order."""
    return [row for name in FILES for row in load(name)]


def written(
    at: datetime, zone: ZoneInfo, only: Iterable[dict[str, Any]] | None = None
) -> list[WrittenContact]:
    """Return the corpus as of ``at`` (a time with its zone), in the order of recording."""
    found = [_contact(row, at, zone) for row in (rows() if only is None else only)]
    return sorted(found, key=lambda contact: contact.recorded_at)


def _contact(row: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> WrittenContact:
    received = _received(row, at, zone)
    recorded = _later(received, timedelta(minutes=row["lag"]))
    values = {"received_at": received.isoformat()} | {
        name: _absolute(name, value, received) for name, value in row.items() if name in BY_ID
    }
    later = _learnt_later(values, recorded)
    by = row["recorded_by"]
    return WrittenContact(
        id=row["id"],
        scenario=row["scenario"],
        by=by,
        recorded_at=recorded,
        values={name: value for name, value in values.items() if name not in later}
        | ({"outcome": "pending"} if "outcome" in later else {}),
        corrections=tuple(_corrections(row, later, received, by)),
        review=_step(row.get("review"), received),
        erasure=_step(row.get("erasure"), received),
        hold=_step(row.get("hold"), received),
    )


def _received(row: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> datetime:
    if "hours_before" in row:
        received = at - timedelta(hours=row["hours_before"])
        return received.replace(second=0, microsecond=0).astimezone(zone)
    day = at.astimezone(zone).date() - timedelta(days=row["days_before"])
    return datetime.combine(day, time.fromisoformat(row["hour"]), tzinfo=zone)


def _later(moment: datetime, by: timedelta) -> datetime:
    """Return a later moment; the clock on the wall may be put forward or back in between."""
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)


def _absolute(name: str, value: Any, received: datetime) -> Any:
    if BY_ID[name].kind is Kind.TIME:
        return _later(received, span(value)).isoformat()
    if BY_ID[name].kind is Kind.DATE:
        return _later(received, span(value)).date().isoformat()
    return value


def _learnt_later(values: Mapping[str, Any], recorded: datetime) -> dict[str, Any]:
    later: dict[str, Any] = {}
    for name, together in LEARNT_WITH.items():
        if name in values and datetime.fromisoformat(values[name]) > recorded:
            later |= {each: values[each] for each in together if each in values}
    return later


def _corrections(
    row: Mapping[str, Any], later: Mapping[str, Any], received: datetime, by: str
) -> Iterable[Step]:
    steps = [
        _step(each | {"values": {each["field"]: each["value"]}}, received)
        for each in row.get("corrections", ())
    ]
    if later:
        known = max(datetime.fromisoformat(later[name]) for name in LEARNT_WITH if name in later)
        reason = "Known only after the record was made."
        steps.append(Step(at=_later(known, timedelta(minutes=10)), by=by, reason=reason, values=later))
    return sorted((step for step in steps if step), key=lambda step: step.at)


def _step(given: Mapping[str, Any] | None, received: datetime) -> Step | None:
    if given is None:
        return None
    known = {"after", "by", "reason"}
    values = given.get("values") or {name: value for name, value in given.items() if name not in known}
    return Step(
        at=_later(received, span(given["after"])), by=given["by"], reason=given["reason"], values=values
    )

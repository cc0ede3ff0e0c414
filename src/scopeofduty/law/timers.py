"""Duties as timers over events: what is due, what waits, what was met, late, or too early."""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scopeofduty.law.errors import LawError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from scopeofduty.law.calendars import Calendar
    from scopeofduty.law.rules import Duty, Version

NOT_TRIGGERED: Final = "not triggered"
EMBARGOED: Final = "embargoed"
RUNNING: Final = "running"
OVERDUE: Final = "overdue"
MET: Final = "met"
MET_LATE: Final = "met late"
TOO_EARLY: Final = "breached too early"
STATES: Final = (NOT_TRIGGERED, EMBARGOED, RUNNING, OVERDUE, MET, MET_LATE, TOO_EARLY)

_DAY: Final = re.compile(r"day (\d{1,2})$")
_DATE: Final = re.compile(r"(\d{1,2}) (\w+)$")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: its kind, when (with a zone), and what it is about.

    `about` names the contact, report or, for returns, the period ("2025", "2025-Q3", "2025-07").
    """

    kind: str
    at: datetime
    about: str


@dataclass(frozen=True, slots=True)
class Timer:
    """The state of one duty about one thing. `due` is None where no period runs yet."""

    duty: Duty
    about: str
    state: str
    triggered: datetime | None = None
    due: datetime | None = None
    met: datetime | None = None


def timers(
    versions: Sequence[Version], events: Iterable[Event], now: datetime, calendar: Calendar
) -> tuple[Timer, ...]:
    """Return the timer of every duty about everything its trigger names.

    A duty keeps the version in force on the day of its trigger, unless a later one says
    `applies to pending`. Events after `now` are not looked at.
    """
    past = sorted((e for e in events if e.at <= now), key=lambda event: event.at)
    found: list[Timer] = []
    for version in versions:
        for duty in version.duties:
            if duty.every:
                found += _returns(duty, version, past, now, calendar)
            elif duty.trigger:
                found += _triggered(duty, version, versions, past, now=now, calendar=calendar)
    return tuple(found)


def _triggered(
    duty: Duty,
    version: Version,
    versions: Sequence[Version],
    past: Sequence[Event],
    *,
    now: datetime,
    calendar: Calendar,
) -> Iterator[Timer]:
    firsts: dict[str, Event] = {}
    for event in past:
        if event.kind == duty.trigger:
            firsts.setdefault(event.about, event)
    for about, first in firsts.items():
        if not version.stands(calendar.day_of(first.at)):
            continue
        holds = _pending(duty, versions, now, calendar)
        yield timer(holds, about, [e for e in past if e.about == about], now, calendar)


def _pending(duty: Duty, versions: Sequence[Version], now: datetime, calendar: Calendar) -> Duty:
    """Return the latest version's duty when it says it applies to what is pending."""
    today = calendar.day_of(now)
    later = [
        other
        for version in sorted(versions, key=lambda v: v.start)
        if version.law == duty.law and version.start <= today
        for other in version.duties
        if other.id == duty.id and other.applies_to_pending
    ]
    return later[-1] if later else duty


def timer(duty: Duty, about: str, past: Sequence[Event], now: datetime, calendar: Calendar) -> Timer:
    """Return the state of one duty about one thing, from the events about it, oldest first."""
    triggered = _first(past, (duty.trigger,))
    if triggered is None:
        return Timer(duty, about, NOT_TRIGGERED)
    lifted = _first(past, (duty.embargo,)) if duty.embargo else None
    met = _first(past, duty.fulfilment)
    clock = _first(past, (duty.clock,)) if duty.clock else triggered
    due = calendar.after(clock, duty.period, duty.unit) if clock and duty.period is not None else None
    if duty.embargo and met and (lifted is None or met < lifted):
        state = TOO_EARLY
    elif met:
        state = MET_LATE if due and met > due else MET
    elif duty.embargo and lifted is None:
        state = EMBARGOED
    else:
        state = OVERDUE if due and now > due else RUNNING
    return Timer(duty, about, state, triggered, due, met)


def _first(past: Iterable[Event], kinds: Sequence[str]) -> datetime | None:
    return next((event.at for event in past if event.kind in kinds), None)


def _returns(
    duty: Duty, version: Version, past: Sequence[Event], now: datetime, calendar: Calendar
) -> Iterator[Timer]:
    """Yield a timer for every period that ended while the version stood."""
    for name, ended in periods(duty.every, version.start, calendar.day_of(now)):
        if version.end and ended >= version.end:
            return
        days = (calendar.day_of(e.at) for e in past if e.kind == duty.if_any)
        if duty.if_any and name not in {named(duty.every, day) for day in days}:
            continue
        due = calendar.end_of(due_day(duty, ended))
        met = _first([e for e in past if e.about == name], duty.fulfilment)
        open_ = OVERDUE if now > due else RUNNING
        state = open_ if met is None else MET if met <= due else MET_LATE
        yield Timer(duty, name, state, calendar.end_of(ended), due, met)


def named(every: str, day: date) -> str:
    """Return the name of the month, quarter or year that a day falls in."""
    if every == "year":
        return str(day.year)
    return f"{day.year}-Q{(day.month + 2) // 3}" if every == "quarter" else f"{day.year}-{day.month:02}"


def periods(every: str, start: date, today: date) -> Iterator[tuple[str, date]]:
    """Yield (name, last day) of each month, quarter or year that ended from `start` to `today`."""
    length = {"month": 1, "quarter": 3, "year": 12}[every]
    year, month = start.year, (start.month - 1) // length * length + length
    while (ended := date(year, month, months.monthrange(year, month)[1])) < today:
        yield named(every, ended), ended
        year, month = (year + 1, month + length - 12) if month + length > 12 else (year, month + length)


def due_day(duty: Duty, ended: date) -> date:
    """Return the day by which a return on a period is due; unsaid, the end of the next month.

    Raises `LawError` when the duty's own words name no such day.
    """
    after = ended + timedelta(days=1)
    last = months.monthrange(after.year, after.month)[1]
    if not duty.due:
        return after.replace(day=last)
    if found := _DAY.match(duty.due):
        return after.replace(day=min(int(found[1]), last))
    found = _DATE.match(duty.due)
    names = [name.lower() for name in months.month_name]
    if found and found[2].lower() in names:
        return date(after.year, names.index(found[2].lower()), int(found[1]))
    raise LawError(f"“by {duty.due}” names no day. Write “by 1 March” or “by day 10”.")

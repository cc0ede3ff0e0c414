"""Clocks: 7 days to acknowledge, the named body's own to a finding, 90 to feedback; what runs out escalates.

The first and the last come out of the law pack (see `ordinance`); the investigating body's own is the day on
which its finding is due.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.city.handling.models import (
    Arrived,
    CaseClock,
    Departure,
    Escalation,
    SignedWithoutVote,
    Stage,
    Tally,
)
from scopeofduty.city.handling.ordinance import limits
from scopeofduty.city.reports.bodies import Violation
from scopeofduty.city.roster.keys import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = timedelta(days=366)
ID = re.compile(r"[0-9a-f]{32}")
ORDER = list(Stage)
SETS = {
    Stage.ACKNOWLEDGED: "acknowledged_on",
    Stage.ASSESSED: "assessed_on",
    Stage.FINDING: "finding_on",
    Stage.FEEDBACK: "feedback_on",
    Stage.CLOSED: "closed_on",
}
OUTCOMES = {
    "sustained": gettext_lazy("a violation was found"),
    "not_sustained": gettext_lazy("no violation was found"),
    "not_investigated": gettext_lazy("a question, or out of scope"),
}


def step(
    id_: str,
    *,
    arrived: date,
    stage: str,
    on: date,
    due: date | None = None,
    closes: tuple[str, str] | None = None,
) -> CaseClock:
    """Take a step of a report's clocks. A step that was taken stays on the day on which it was first taken.

    Args:
        id_: the clock's id, which its readers derive from the reporter's public key.
        arrived: the day of the batch that brought the report.
        stage: a member of `Stage`.
        on: today, in the city.
        due: with `investigating`: the day on which a finding is due.
        closes: with `closed`: the class of violation and the outcome, counted and not kept beside the clock.

    Raises:
        RefusedError: one of these can't be.
    """
    if not ID.fullmatch(id_) or stage not in Stage.values:
        raise RefusedError(_("This is no step of a report's clock."))
    if arrived > on or on - arrived > timedelta(days=3660):
        raise RefusedError(_("A report can't have come on %(day)s.") % {"day": arrived})
    if due is not None and not on <= due <= on + LONGEST:
        raise RefusedError(_("A finding is due on a day from today on, within a year."))
    if stage == Stage.CLOSED and (
        closes is None or closes[0] not in Violation.values or closes[1] not in OUTCOMES
    ):
        raise RefusedError(_("To close, say the class of violation and how it ended."))
    with transaction.atomic():
        CaseClock.objects.get_or_create(pk=id_, defaults={"day": arrived})
        clock = CaseClock.objects.select_for_update().get(pk=id_)
        field = SETS.get(Stage(stage))
        if field and getattr(clock, field) is None:
            setattr(clock, field, on)
            if stage == Stage.CLOSED and closes:
                count(period_of(on), *closes)
        if stage == Stage.INVESTIGATING:
            clock.finding_due = due or clock.finding_due
        if ORDER.index(Stage(stage)) > ORDER.index(Stage(clock.stage)):
            clock.stage = stage
        clock.save()
    return clock


def period_of(day: date) -> str:
    """Return the half-year of a day, as 2026-H2."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def count(period: str, violation: str, outcome: str) -> None:
    """Add one to a cell of the tally, inside a transaction."""
    cell, _new = Tally.objects.select_for_update().get_or_create(
        period=period, violation=violation, outcome=outcome
    )
    cell.count += 1
    cell.save(update_fields=["count"])


def running_out(clock: CaseClock) -> Iterator[tuple[str, date, date | None]]:
    """Yield each clock of a report: what, the day on which it is due, the day on which it was met."""
    days = limits(clock.day)
    yield "acknowledge", clock.day + timedelta(days=days["acknowledge"]), clock.acknowledged_on
    if clock.finding_due:
        yield "finding", clock.finding_due, clock.finding_on
    yield "feedback", clock.day + timedelta(days=days["feedback"]), clock.feedback_on


def escalate(on: date) -> int:
    """Write down every clock that ran out before `on` and was not met in time; return how many are new."""
    found = 0
    for late in late_arrivals(on):
        row = {"clock": f"{late._meta.model_name}/{late.pk}", "what": "departure"}
        found += Escalation.objects.get_or_create(**row, defaults={"due": late.due})[1]
    for clock in CaseClock.objects.all():
        for what, due, met in running_out(clock):
            if due < (met or clock.closed_on or on):
                _row, new = Escalation.objects.get_or_create(clock=clock.pk, what=what, defaults={"due": due})
                found += new
    return found


def late_arrivals(on: date) -> list[Arrived]:
    """Return what arrived without a report and wasn't decided in time."""
    waits = [Arrived.State.RECEIVED, Arrived.State.INVESTIGATING]
    kinds = (Departure, SignedWithoutVote)
    return [one for kind in kinds for one in kind.objects.filter(due__lt=on, state__in=waits)]


def overdue(on: date) -> list[tuple[str, date]]:
    """Return what is overdue now, as (what, due), and nothing that says of which report."""
    return sorted(
        (what, due)
        for clock in CaseClock.objects.filter(closed_on=None)
        for what, due, met in running_out(clock)
        if met is None and due < on
    )

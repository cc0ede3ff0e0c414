"""What the public is told of reports: closed half-years, small cells left out, overdue clocks counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from scopeofduty.city.handling.clocks import period_of
from scopeofduty.city.handling.models import DayOfCommitments, Escalation, Tally
from scopeofduty.city.public.models import PublicCommitments, PublicReportFigures
from scopeofduty.city.public.router import WRITER
from scopeofduty.city.reports.intake import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Cell = TypeVar("Cell", str, tuple[str, str])
LEAST = 5
"""Counts from one to four could point to a person."""


def suppressed(cells: Mapping[Cell, int]) -> dict[Cell, int | None]:
    """Leave out counts below `LEAST`, and the next smallest as long as a sum would give one away.

    Whoever knows the sum of everything (from a budget, a speech) learns the sum of what is left out. It gives
    a count away if one cell is left out, or if each of them must be 1.
    """
    hidden = {cell for cell, count in cells.items() if 0 < count < LEAST}
    others = sorted((count, cell) for cell, count in cells.items() if cell not in hidden and count)
    while hidden and others and (len(hidden) == 1 or sum(cells[cell] for cell in hidden) == len(hidden)):
        hidden.add(others.pop(0)[1])
    return {cell: None if cell in hidden else count for cell, count in cells.items()}


def project(window: datetime) -> None:
    """Publish every half-year that has ended by `window`, and the batches that the register will hold."""
    running = period_of(day_of(window))
    cells: dict[str, dict[tuple[str, str], int]] = {}
    for row in Tally.objects.exclude(period__gte=running):
        cells.setdefault(row.period, {})[row.violation, row.outcome] = row.count
    late: dict[str, Counter[str]] = {}
    for what, due in Escalation.objects.values_list("what", "due"):
        if period_of(due) < running:
            late.setdefault(period_of(due), Counter())[what] += 1
    for period in cells.keys() | late.keys():
        shown = suppressed(cells.get(period, {}))
        overdue = suppressed(late.get(period, {}))
        PublicReportFigures.objects.using(WRITER).update_or_create(
            period=period,
            defaults={"cells": [[*cell, count] for cell, count in sorted(shown.items())], "overdue": overdue},
        )
    _batches()


def _batches() -> None:
    there = set(PublicCommitments.objects.using(WRITER).values_list("day", flat=True))
    for row in DayOfCommitments.objects.exclude(day__in=there):
        PublicCommitments.objects.using(WRITER).update_or_create(
            day=row.day, defaults={"data": bytes(row.data)}
        )

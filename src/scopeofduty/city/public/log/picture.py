"""The ticks as a picture: a row a day, an envelope each; a bar where a day has too many to draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING

from scopeofduty.city.public.log.words import STATES, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scopeofduty.ledger.reading import Snapshot
    from scopeofduty.ledger.states import Bench, State, Verdict

DAYS_SHOWN = 40
DRAWN_ONE_BY_ONE = 16  # envelopes a day
LABEL, CELL, ROW = 88, 22, 24  # the picture's units
WIDTH = LABEL + DRAWN_ONE_BY_ONE * CELL


@dataclass(frozen=True)
class Day:
    """The envelopes of the ticks that begin on one day, UTC."""

    date: date
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> list[tuple[State, int]]:
        """How many envelopes are in each state, in the order of the legend."""
        counted = Counter(verdict.state for verdict in self.verdicts)
        return [(state, counted[state]) for state in STATES]


@dataclass(frozen=True)
class Mark:
    """One piece of the picture: where it stands, and what it shows."""

    state: State
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """One day of the picture."""

    date: date
    y: int
    marks: tuple[Mark, ...]


def first_tick(log: Snapshot, day: date) -> int:
    """Return the first tick that begins on `day` or later."""
    midnight = int(datetime.combine(day, time(), UTC).timestamp())
    return max(log.cadence.first, -(-midnight // log.cadence.period))


def ticks_of(log: Snapshot, day: date) -> range:
    """Return the sealed ticks that begin on `day`."""
    end = first_tick(log, day) + max(1, 86_400 // log.cadence.period)
    found = range(first_tick(log, day), min(end, log.last + 1))
    return range(*(found.start, found.stop) if found and begins(log, found[0]) == day else (0, 0))


def begins(log: Snapshot, tick: int) -> date:
    """Return the day on which a tick begins, UTC."""
    return moment(tick * log.cadence.period).date()


def days(log: Snapshot, bench: Bench, shown: int = DAYS_SHOWN) -> list[Day]:
    """Return the newest days of the log, newest first."""
    per_day = max(1, 86_400 // log.cadence.period)
    first = max(log.cadence.first, log.last + 1 - (shown + 1) * per_day)
    grouped = groupby(range(first, log.last + 1), key=lambda tick: begins(log, tick))
    found = [Day(day, tuple(judged(log, bench, list(ticks)))) for day, ticks in grouped]
    return found[::-1][:shown]


def judged(log: Snapshot, bench: Bench, ticks: Sequence[int]) -> Iterator[Verdict]:
    """Yield what each envelope of the ticks is."""
    for tick in ticks:
        for slot in range(log.cadence.slots):
            yield bench.verdict((tick, slot))


def rows(found: Sequence[Day]) -> list[Row]:
    """Return the picture's rows."""
    return [Row(day.date, number * ROW, tuple(_marks(day))) for number, day in enumerate(found)]


def _marks(day: Day) -> Iterator[Mark]:
    if len(day.verdicts) <= DRAWN_ONE_BY_ONE:
        for number, verdict in enumerate(day.verdicts):
            yield Mark(verdict.state, LABEL + number * CELL, CELL - 4)
        return
    whole, x = DRAWN_ONE_BY_ONE * CELL - 4, float(LABEL)
    for state, count in day.counts:
        if count:
            # What is rare must be seen: no part is drawn thinner than an envelope.
            width = max(CELL - 4, (whole - len(STATES) * CELL) * count / len(day.verdicts))
            yield Mark(state, round(x, 1), round(width, 1))
            x += width + 2

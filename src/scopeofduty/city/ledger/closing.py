"""Closing a period: once all its envelopes are open or openly delayed, what was counted in it may be told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.clock.due import zone
from scopeofduty.city.ledger.models import Period
from scopeofduty.city.ledger.telling import tell_statistics
from scopeofduty.ledger.register import Facts
from scopeofduty.ledger.states import Bench, is_closed, notice_path
from scopeofduty.ledger.tiles import read_entries

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scopeofduty.city.ledger.book import Book


def close_periods(book: Book, window: datetime) -> None:
    """Close the month that follows the last closed one, if every envelope of it allows that."""
    local = zone()
    start = _next_start(book, local)
    end = _month_end(start)
    last = book.tick_at(_midnight(end + timedelta(days=1), local))
    if last > book.log.closed_through or Period.objects.filter(closed_at=window).exists():
        return
    first = max(book.tick_at(_midnight(start, local)), book.cadence.first)
    if not all_open(book, range(first, last + 1), int(window.timestamp())):
        return
    Period.objects.create(start=start, end=end, closed_at=window)
    tell_statistics(window, local)


def all_open(book: Book, ticks: range, now: int) -> bool:
    """Say whether every envelope of some ticks is open or openly delayed, by the log's public bytes."""
    publisher, cadence = book.publisher, book.cadence
    register, slots = publisher.register, publisher.slots
    facts = Facts.read(cadence, read_entries(register.public.read, register.head().size))
    leaves = list(read_entries(slots.public.read, slots.head().size))
    bench = Bench(
        facts,
        lambda place: leaves[cadence.index(*place)],
        lambda place: publisher.public.read(notice_path(place)),
        now,
    )
    return is_closed([bench.verdict((tick, slot)) for tick in ticks for slot in range(cadence.slots)])


def _next_start(book: Book, local: ZoneInfo) -> date:
    newest = Period.objects.order_by("-end").first()
    if newest:
        return newest.end + timedelta(days=1)
    first = datetime.fromtimestamp(book.cadence.first * book.cadence.period, UTC).astimezone(local).date()
    return first.replace(day=1)


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _midnight(day: date, local: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), local)

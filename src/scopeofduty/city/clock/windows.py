"""When a job is due: fixed windows in the city's own time, each named by the instant it begins, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Daily:
    """Every day at these times of the city's clock; a time that spring skips comes just after."""

    at: tuple[time, ...]

    def between(self, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """Yield the windows in ``(after, until]``, oldest first, in UTC."""
        day = after.astimezone(zone).date() - timedelta(days=1)
        last = until.astimezone(zone).date()
        while day <= last:
            for moment in sorted(self.at):
                window = datetime.combine(day, moment, zone).astimezone(UTC)
                if after < window <= until:
                    yield window
            day += timedelta(days=1)

    def next_after(self, after: datetime, zone: ZoneInfo) -> datetime:
        """Return the first window after ``after``, in UTC."""
        return next(self.between(after, after + timedelta(days=2), zone))


@dataclass(frozen=True)
class Hourly:
    """Every hour, on the hour."""

    def between(self, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:  # noqa: ARG002
        """Yield the windows in ``(after, until]``, oldest first, in UTC."""
        window = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        while window <= until:
            yield window
            window += timedelta(hours=1)

    def next_after(self, after: datetime, zone: ZoneInfo) -> datetime:
        """Return the first window after ``after``, in UTC."""
        return next(self.between(after, after + timedelta(hours=1), zone))


@dataclass(frozen=True)
class Every:
    """Every so many seconds since 1970, UTC; how many is asked each time, since a city sets it."""

    seconds: Callable[[], int]

    def between(self, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:  # noqa: ARG002
        """Yield the windows in ``(after, until]``, oldest first, in UTC."""
        period = self.seconds()
        last = int(until.timestamp()) // period
        for number in range(int(after.timestamp()) // period + 1, last + 1):
            yield datetime.fromtimestamp(number * period, UTC)

    def next_after(self, after: datetime, zone: ZoneInfo) -> datetime:  # noqa: ARG002
        """Return the first window after ``after``, in UTC."""
        period = self.seconds()
        return datetime.fromtimestamp((int(after.timestamp()) // period + 1) * period, UTC)


Rhythm = Daily | Hourly | Every

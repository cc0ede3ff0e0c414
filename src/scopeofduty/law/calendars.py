"""Days as a city counts them: its zone, its weekends, its holidays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scopeofduty.law.errors import LawError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True)
class Calendar:
    """A city's calendar. `zone` is an IANA name; weekdays count from Monday as 0.

    Raises `LawError` for a zone that this system does not know.
    """

    zone: str
    holidays: Collection[date] = frozenset()
    weekend: Collection[int] = field(default=frozenset({5, 6}))

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise LawError(
                f"“{self.zone}” is not a time zone known here. Use a name such as America/Chicago."
            ) from None

    def day_of(self, moment: datetime) -> date:
        """Return the city's date at a moment. Raises `LawError` for a moment without a zone."""
        if moment.tzinfo is None:
            raise LawError(f"The time {moment.isoformat()} has no zone. Give its offset or UTC.")
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """Return the midnight that ends a day in the city."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone))

    def works(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def after(self, moment: datetime, count: int, unit: str) -> datetime:
        """Return when a period ends: hours to the minute, days and working days at midnight.

        The day of the event itself is not counted.
        """
        if unit == "hours":
            return moment + timedelta(hours=count)
        day = self.day_of(moment)
        if unit == "days":
            return self.end_of(day + timedelta(days=count))
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return self.end_of(day)

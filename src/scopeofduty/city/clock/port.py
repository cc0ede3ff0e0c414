"""The clock port: the only place where the city reads the time.

A decision reads the clock once and passes the reading on; tests and the demo freeze it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """Return the time now, in UTC, with its zone."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that stands still until it is moved.

    Raises:
        ValueError: the time has no zone.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._check()

    def _check(self) -> None:
        if self.at.tzinfo is None:
            message = f"a clock needs a time with its zone, and {self.at.isoformat()} has none"
            raise ValueError(message)

    def now(self) -> datetime:
        """Return the time at which this clock stands."""
        return self.at

    def move_to(self, at: datetime) -> None:
        """Set the clock to ``at``."""
        self.at = at
        self._check()


_clock: Clock = SystemClock()


def now() -> datetime:
    """Return the time now, in UTC, from the clock in use."""
    return _clock.now()


def install(clock: Clock) -> None:
    """Read the time from ``clock`` from now on, in this process."""
    global _clock  # noqa: PLW0603 — one clock for the process is the point of the port
    _clock = clock


@contextmanager
def use(clock: Clock) -> Iterator[Clock]:
    """Read the time from ``clock`` inside the block, in every thread of this process."""
    global _clock  # noqa: PLW0603 — one clock for the process is the point of the port
    before, _clock = _clock, clock
    try:
        yield clock
    finally:
        _clock = before

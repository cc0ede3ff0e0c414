"""A clock that is set by hand, for the demo and for tests that walk through days: it reads a file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FileClock:
    """Tells the time that stands in a file, as ISO 8601 with its zone.

    Every process that is given the same file agrees, so a whole demo city can be moved at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """Return the time in the file, in UTC.

        Raises:
            ValueError: the file holds no time with a zone; the message says what it holds.
        """
        text = self.path.read_text(encoding="ascii").strip()
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError(
                f"{self.path.name} holds {text!r}; expected a time with its zone: 2026-01-05T14:00+00:00"
            )
        return at.astimezone(UTC)

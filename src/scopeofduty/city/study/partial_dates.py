"""Dates as sources write them: whole, a month, a year, a span of these, or nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Span:
    """The first and the last day that a partial date can mean; both None when the source gives none."""

    first: date | None
    last: date | None


def span(text: str) -> Span:
    """Return the days that ``text`` can mean: ISO 8601 dates cut short, or two of them joined by ``/``.

    Raises:
        ValueError: it is neither; the message says what came and what was expected.
    """
    if not text.strip():
        return Span(None, None)
    parts = text.strip().split("/")
    matches = [PART.fullmatch(part) for part in parts]
    if len(parts) > 2 or not all(matches):
        raise ValueError(
            f"the date {text!r} can't be read; expected 2017, 2017-05, 2017-05-31 or two joined by '/'"
        )
    try:
        bounds = [_bounds(match) for match in matches if match]
    except ValueError as error:
        raise ValueError(f"the date {text!r} is not in the calendar: {error}") from error
    first, last = bounds[0][0], bounds[-1][1]
    if last < first:
        raise ValueError(f"the date {text!r} ends before it begins")
    return Span(first, last)


def _bounds(match: re.Match[str]) -> tuple[date, date]:
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)

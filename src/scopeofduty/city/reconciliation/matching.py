"""Which call of the export is which contact of the log: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WINDOW = timedelta(minutes=20)
"""How far the log's time of receipt may lie from the dispatch centre's."""


@dataclass(frozen=True)
class Call:
    """A call of the export: its key, and when the centre received it."""

    key: str
    received_at: datetime


@dataclass(frozen=True)
class Logged:
    """A contact of the log that came by 911, telephone or radio: its number, and when it was received."""

    number: int
    received_at: datetime


def pairs(calls: Iterable[Call], log: Iterable[Logged]) -> dict[str, int]:
    """Pair calls with contacts, nearest in time first, each at most once; return call key → contact number.

    The order in which calls and contacts are given makes no difference.
    """
    contacts = list(log)
    near = sorted(
        (abs(call.received_at - contact.received_at), call.key, contact.number)
        for call in calls
        for contact in contacts
        if abs(call.received_at - contact.received_at) <= WINDOW
    )
    paired: dict[str, int] = {}
    taken: set[int] = set()
    for _apart, key, number in near:
        if key not in paired and number not in taken:
            paired[key] = number
            taken.add(number)
    return paired

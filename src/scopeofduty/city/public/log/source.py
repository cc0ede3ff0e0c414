"""The public log that these pages read: its folder, and nothing of the city behind it."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings

from scopeofduty.ledger.reading import LogReader
from scopeofduty.ledger.storage import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from scopeofduty.ledger.reading import Snapshot
    from scopeofduty.ledger.states import Bench

AN_HOUR = 3600
_one_at_a_time = Lock()


def folder() -> Folder:
    """Return the folder with the log's public bytes."""
    return Folder(settings.LOG_FOLDER)


@lru_cache(maxsize=4)
def _reader(place: Path) -> LogReader:
    return LogReader(Folder(place).read)


def snapshot() -> Snapshot | None:
    """Return the log as it is now; None while the city has none.

    Raises:
        LedgerError: its files can't be read as a log.
        OSError: the disk doesn't give them.
    """
    with _one_at_a_time:
        return _reader(settings.LOG_FOLDER).snapshot()


@lru_cache(maxsize=4)
def _bench(log: Snapshot, at: int) -> Bench:
    return log.bench(at)


def bench(log: Snapshot) -> Bench:
    """Return the judge of a log's envelopes; it remembers its verdicts until the log moves on, or an hour.

    The hour is for the notices' texts, which lie outside the log: one that was changed shows soon.
    """
    at = clock()
    return _bench(log, at if log.missing(at) else at // AN_HOUR * AN_HOUR)


def clock() -> int:
    """Return the time now, in Unix seconds at a full minute, to see whether the log has stalled."""
    return int(settings.PUBLIC_CLOCK().timestamp()) // 60 * 60

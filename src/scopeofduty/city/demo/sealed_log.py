"""The demo's sealed log: begun with the city, kept day by day, with two keepers that run inside the demo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import transaction

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import Due, run_once
from scopeofduty.city.ledger import ports, ticks
from scopeofduty.city.ledger.beginning import begin
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.intake import queue_sealed
from scopeofduty.city.ledger.jobs import JOBS, PUBLISH
from scopeofduty.city.ledger.publishing import Window
from scopeofduty.city.notices.models import Notice
from scopeofduty.ledger.note import SignatureType, SigningKey
from scopeofduty.ledger.storage import Disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from scopeofduty.city.ledger.book import Book

NAME = "log.riverbend.example/notices"
KEEPERS = ("demo-library", "demo-newspaper")
HOLDER = "demo-city-clerk"
MORNING = 9
# Four months: long enough for closed periods, short enough that the demo is made in seconds.
KEPT = timedelta(days=120)


class QuickDisk(Disk):
    """A demo that is cut off half-way is made again: nothing has to be on the disk before it is whole."""

    def flush(self, descriptor: int) -> None:
        """Leave it to the system."""

    def flush_all(self) -> None:
        """Leave it to the system."""

    def flush_folder(self, path: Path) -> None:
        """Leave it to the system."""

    def replace(self, source: Path, target: Path) -> None:
        """Rename, the old file first gone: renaming over one makes some systems flush it at once."""
        target.unlink(missing_ok=True)
        source.rename(target)


def begin_log(until: datetime) -> None:
    """Begin Riverbend's log before its first contact of then, with its keepers and one key-holder; once."""
    if the_book():
        return
    lines = [_keeper(name) for name in KEEPERS]
    text = "\n".join(
        ["# Two keepers that run inside this demo.", *lines, f"group both all {' '.join(KEEPERS)}"]
    )
    settings.LOG_KEEPERS.write_text(f"{text}\nquorum both\n", encoding="utf-8")
    at = until - KEPT
    with port.use(port.FrozenClock(at)), ports.use(ports.Ports(disk=QuickDisk())):
        begin(NAME, at=at, holders=[{"name": HOLDER, "key": _holder()}])


def keep_log(at: datetime, zone: ZoneInfo) -> None:
    """Seal every day since the log began, and publish at every window that changes something; once."""
    book = the_book()
    if book is None or book.log.closed_through >= book.cadence.first:
        return
    with transaction.atomic(), ports.use(ports.Ports(disk=QuickDisk())):
        queue_sealed(book)
        for window in _windows(book, at, zone):
            with port.use(port.FrozenClock(window)):
                ticks.fill(book, window)
                ticks.append(book, window)
                Window(book, window).run()
    # The newest window of each job is marked as done, in the order in which the clock would run them.
    newest = [Due(list(job.rhythm.between(at - timedelta(days=1), at, zone))[-1], job) for job in JOBS]
    for due in sorted(newest, key=lambda each: (each.window, each.job.order)):
        with port.use(port.FrozenClock(due.window)):
            run_once(due, due.window)


def _windows(book: Book, until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the morning's window of every day, the afternoon's of the days on which notices came out."""
    told = set(Notice.objects.exclude(window=None).values_list("window", flat=True))
    for window in PUBLISH.rhythm.between(book.log.began_at, until, zone):
        if window in told or window.astimezone(zone).hour == MORNING:
            yield window


def _keeper(name: str) -> str:
    key = SigningKey(name, SignatureType.COSIGNATURE, ports.current().random(32))
    home = settings.LEDGER_FOLDER / "demo-keepers" / name
    home.mkdir(parents=True, exist_ok=True)
    (home / "key").write_text(key.secret(), encoding="ascii")
    (home / "key").chmod(0o600)
    return f"witness {name} {key.verifier} https://{name}.demo.invalid"


def _holder() -> str:
    key = X25519PrivateKey.generate()
    home = settings.LEDGER_FOLDER / "demo-key-holder"
    home.mkdir(parents=True, exist_ok=True)
    (home / HOLDER).write_text(key.private_bytes_raw().hex(), encoding="ascii")
    (home / HOLDER).chmod(0o600)
    return key.public_key().public_bytes_raw().hex()

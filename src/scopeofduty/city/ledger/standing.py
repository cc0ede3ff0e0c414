"""How the log stands inside: what waits too long, what must be decided before its envelope is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.ledger.intake import SEALED_WITHIN
from scopeofduty.city.ledger.models import Entry, Slot
from scopeofduty.city.notices.standing import completion, running_delay

if TYPE_CHECKING:
    from scopeofduty.city.ledger.book import Book

WARNED = timedelta(days=7)
"""How long before an envelope is opened staff are asked to complete or to delay its notice."""


@dataclass(frozen=True)
class Owed:
    """A contact whose envelope is opened at `due`, its notice neither complete nor delayed till then."""

    entry: Entry
    due: datetime
    over: bool


def overflowing(book: Book) -> int:
    """Return how many entries have waited longer than a tick: they didn't fit into an envelope."""
    last = Slot.objects.order_by("-tick").values_list("tick", flat=True).first()
    if last is None:
        return 0
    return Entry.objects.filter(slot=None, at__lt=_moment(book.cadence.end(last))).count()


def late_for_receipt(book: Book, at: datetime) -> int:
    """Return how many waiting entries come close to the tick that their receipt promised."""
    limit = at - timedelta(seconds=book.cadence.period * (SEALED_WITHIN - 2))
    return Entry.objects.filter(slot=None, at__lt=limit).count()


def owed(book: Book, at: datetime) -> list[Owed]:
    """Return the contacts that turn publicly overdue unless somebody acts, the most urgent first."""
    ahead = book.tick_at(at + WARNED - timedelta(seconds=book.terms.open_after))
    shut = Entry.objects.filter(
        about=None, slot__tick__lte=ahead, opening=None, notice__window=None, notice__withdrawn_at=None
    ).select_related("slot", "notice__contact")
    found = []
    for entry in shut.prefetch_related("notice__attestations", "notice__delays").order_by("slot__tick", "pk"):
        due = _moment(book.cadence.end(entry.slot.tick) + book.terms.open_after)
        notice = entry.notice
        delay = running_delay(notice.delays.all(), at)
        till = max([due, *(each.until for each in entry.declarations.all())])
        done = completion(notice, notice.attestations.all(), at).at is not None
        if not done and (delay is None or delay.until < min(till, at + WARNED)):
            found.append(Owed(entry, till, till < at))
    return found


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)

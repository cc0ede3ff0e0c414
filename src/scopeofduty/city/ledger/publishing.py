"""A publication window of the log: envelopes are opened, ticks closed, delays declared, facts registered.

Like a window of notices it depends on its own time alone, so that it may be run late, or again after a kill.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction

from scopeofduty.city.ledger import outbox
from scopeofduty.city.ledger.beginning import SEEDS_AHEAD, publish_policy
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.closing import close_periods
from scopeofduty.city.ledger.models import Opening, Slot
from scopeofduty.city.ledger.opening import due_decision, due_openings
from scopeofduty.city.ledger.postponing import as_entry, declare_delays
from scopeofduty.city.ledger.saying import payload_of
from scopeofduty.city.public.models import PublicSeal
from scopeofduty.city.public.router import WRITER
from scopeofduty.ledger import clockwork
from scopeofduty.ledger.register import encode_entry, open_entry
from scopeofduty.ledger.seeds import slot_nonce
from scopeofduty.ledger.slot import NO_PAYLOAD, SlotType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scopeofduty.city.ledger.book import Book
    from scopeofduty.city.ledger.models import Entry
    from scopeofduty.city.ledger.opening import Opened

SEEDS_LEFT = 30
"""Ticks with an announced seed, below which more are announced."""


def publish(window: datetime) -> None:
    """Run the log's publication window ``window`` (UTC)."""
    book = the_book()
    if book is not None and int(window.timestamp()) > book.log.began_at.timestamp():
        Window(book, window).run()


class Window:
    """One window of one log."""

    def __init__(self, book: Book, window: datetime) -> None:
        self.book, self.window = book, window
        self.at = int(window.timestamp())
        head = book.publisher.slots.head()
        ended = book.cadence.tick_at(self.at) - 1
        self.through = min(ended, book.cadence.first - 1 + head.size // book.cadence.slots)

    def run(self) -> None:
        """Do everything that is due: what is written twice comes to the same."""
        outbox.enter_changes(publish_policy(self.book), self.window)
        opened = due_openings(self.through, self.closing, self.window)
        declared = list(declare_delays(self.book, self.through_closed, self.window))
        for delay in declared:
            opened += due_decision(delay, [each.entry for each in opened])
        facts = [*outbox.take(self.window), *self._redactions(opened), *self._seeds(), *self._beside_lost()]
        self.book.publisher.publish(
            self.at,
            facts=facts,
            openings=[self._opening(each) for each in opened],
            delays=[as_entry(each) for each in declared],
            closings=[self._closing(tick) for tick in self.closing if tick not in self.lost],
        )
        for each in opened:
            Opening.objects.create(entry=each.entry, window=self.window, withheld=sorted(each.withheld))
        self._mark()
        self._show(each.entry for each in opened)
        close_periods(self.book, self.window)
        self.book.cosign()

    @cached_property
    def closing(self) -> range:
        """The ticks to close: those whose time has come and that are signed."""
        log = self.book.log
        due = clockwork.due_closings(self.book.cadence, self.book.terms, log.closed_through, self.at)
        return range(due.start, min(due.stop, self.through + 1))

    @cached_property
    def lost(self) -> frozenset[int]:
        """The ticks to close of which an envelope is lost: nobody can say any more what it bound."""
        return frozenset(Slot.objects.filter(tick__in=self.closing, lost=True).values_list("tick", flat=True))

    def _beside_lost(self) -> Iterator[bytes]:
        """Open one by one the empty envelopes of a tick that can't be closed; the lost one stays overdue."""
        empty = Slot.objects.filter(tick__in=self.lost, entry=None, lost=False)
        for slot in empty.order_by("tick", "number"):
            nonce = slot_nonce(self.book.keys.seed(slot.tick), slot.number)
            place = slot.tick, slot.number
            yield open_entry(self.at, place, SlotType.DUMMY, NO_PAYLOAD, nonce)

    @property
    def through_closed(self) -> int:
        """The last tick that is closed once this window is over."""
        return self.closing[-1] if self.closing else self.book.log.closed_through

    def _redactions(self, opened: Iterable[Opened]) -> Iterator[bytes]:
        for each in sorted(opened, key=lambda one: (one.entry.slot.tick, one.entry.slot.number)):
            tick, slot = each.entry.slot.tick, each.entry.slot.number
            for name, reason in each.withheld.items():
                yield encode_entry("redact", self.at, tick=tick, slot=slot, field=name, reason=reason)

    def _seeds(self) -> Iterable[bytes]:
        log, tick = self.book.log, self.book.cadence.tick_at(self.at)
        if log.seeds_through - tick >= SEEDS_LEFT:
            return []
        # Never for a tick that has begun: its seed would count as announced too late.
        first = max(log.seeds_through, tick) + 1
        log.seeds_through = first - 1 + SEEDS_AHEAD
        return clockwork.announce_seeds(self.at, self.book.keys, first, SEEDS_AHEAD)

    def _opening(self, opened: Opened) -> clockwork.Opening:
        entry = opened.entry
        payload = payload_of(self.book, entry)
        for name in opened.withheld:
            payload = payload.without(name)
        place = entry.slot.tick, entry.slot.number
        return self.book.publisher.opening(place, SlotType(entry.kind), payload)

    def _closing(self, tick: int) -> clockwork.Closing:
        slots = Slot.objects.filter(tick=tick).exclude(entry=None).select_related("entry__about__slot")
        held = {
            slot.number: (SlotType(slot.entry.kind), payload_of(self.book, slot.entry).root)
            for slot in slots
            if slot.entry
        }
        return self.book.publisher.closing(tick, held)

    def _mark(self) -> None:
        self.book.log.closed_through = self.through_closed
        self.book.log.save(update_fields=["closed_through", "seeds_through"])

    def _show(self, entries: Iterable[Entry]) -> None:
        """Tell the public pages which envelope each notice came out of."""
        with transaction.atomic(using=WRITER):
            for entry in entries:
                public_id = entry.notice.public_id
                if entry.about_id is None and public_id:
                    PublicSeal.objects.get_or_create(
                        notice_id=public_id, defaults={"tick": entry.slot.tick, "slot": entry.slot.number}
                    )

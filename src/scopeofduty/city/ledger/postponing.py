"""Public delays: of each contact whose tick is closed and whose notice two people hold back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.accounts.roles import Permission, Role, roles_with
from scopeofduty.city.ledger.intake import REASONS
from scopeofduty.city.ledger.models import Declaration, Entry
from scopeofduty.city.notices.standing import running_delay
from scopeofduty.ledger.register import Delay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.ledger.book import Book
    from scopeofduty.city.notices import models as notices

ANOTHER = "another-"


def declare_delays(book: Book, closed_through: int, window: datetime) -> Iterator[Declaration]:
    """Yield, written down, the delays to declare or renew in ``window``; each rests on a sealed decision."""
    shut = Entry.objects.filter(
        about=None, slot__tick__lte=closed_through, opening=None, notice__withdrawn_at=None
    ).select_related("slot", "notice")
    for contact in shut.order_by("slot__tick", "slot__number"):
        decision = _decision(book, contact, window)
        last = contact.declarations.last()
        if decision is None or (last and decision.delay.until <= last.until):  # type: ignore[union-attr]
            continue
        longest = window + timedelta(seconds=book.terms.delay_max)
        yield Declaration.objects.create(
            entry=contact,
            decision=decision,
            renewal=last.renewal + 1 if last else 0,
            until=min(decision.delay.until, longest),  # type: ignore[union-attr]
            window=window,
        )


def as_entry(declared: Declaration) -> tuple[tuple[int, int], Delay]:
    """Return a declaration as the register writes it."""
    decision, slot = declared.decision, declared.entry.slot
    delay = decision.delay
    assert delay is not None  # noqa: S101 — a decision is that of a delay
    return (slot.tick, slot.number), Delay(
        reason=REASONS[delay.reason],
        until=int(declared.until.timestamp()),
        renewal=declared.renewal,
        by=roles_of(delay),
        decision=(decision.slot.tick, decision.slot.number),
        at=int(declared.window.timestamp()),
    )


def roles_of(delay: notices.Delay) -> tuple[str, str]:
    """Return in which roles the two people decided; the second of one role is told apart."""
    first, second = (_role(person) for person in (delay.asked_by, delay.confirmed_by))
    return first, second if second != first else ANOTHER + second


def _role(person: User | None) -> str:
    held = person.roles() if person else frozenset()
    may = [role.value for role in Role if role in held & roles_with(Permission.NOTICE_DELAY)]
    return may[0] if may else Role.EMPLOYEE.value


def _decision(book: Book, contact: Entry, window: datetime) -> Entry | None:
    """Return the sealed decision of the delay that runs, which no declaration used before."""
    running = running_delay(contact.notice.delays.all(), window)
    if running is None:
        return None
    sealed = Entry.objects.filter(delay=running, slot__isnull=False).select_related("slot", "delay").first()
    if sealed is None or book.cadence.end(sealed.slot.tick) > int(window.timestamp()):
        return None
    return None if Declaration.objects.filter(decision=sealed).exists() else sealed

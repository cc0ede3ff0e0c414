"""Which envelopes are opened in a window, and which of their fields are kept back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from scopeofduty.city.ledger.intake import COMPLETE
from scopeofduty.city.ledger.models import Entry, Opening
from scopeofduty.city.notices.content import MAY_WITHHOLD
from scopeofduty.city.notices.models import Attestation
from scopeofduty.ledger.payload import FIELDS
from scopeofduty.ledger.slot import SlotType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scopeofduty.city.ledger.models import Declaration
    from scopeofduty.city.notices.models import Notice

FOR_PEOPLE, FOR_DELAY, TAKEN_BACK, NO_DUTY = "people", "delayed", "taken-back", "no-duty"
"""Why a field is kept back, as the register says it."""
ALL_BUT_EVENT = tuple(name for name in FIELDS if name != "event")


@dataclass(frozen=True)
class Opened:
    """An entry that comes out, with the reason for each field that is kept back."""

    entry: Entry
    withheld: dict[str, str]


def due_openings(through: int, closing: range, window: datetime) -> list[Opened]:
    """Return what is opened in ``window``: all of each public notice, and what may not wait any longer.

    Args:
        through: the last tick that is signed.
        closing: the ticks that are closed in this window.
        window: its time.
    """
    sealed = Entry.objects.filter(slot__tick__lte=through, opening=None).select_related(
        "slot", "about__slot", "notice__reading", "notice__contact", "delay"
    )
    public = Q(notice__window__lte=window)
    ends = Q(slot__tick__in=closing) & (~Q(about=None) | Q(notice__withdrawn_at__lte=window))
    return [Opened(entry, withheld_fields(entry, window)) for entry in sealed.filter(public | ends)]


def due_decision(declared: Declaration, opened: list[Entry]) -> list[Opened]:
    """Return the decision that a delay rests on, unless it is public or among those that come out now."""
    decision = declared.decision
    if decision in opened or Opening.objects.filter(entry=decision).exists():
        return []
    return [Opened(decision, {})]


def withheld_fields(entry: Entry, window: datetime) -> dict[str, str]:
    """Return why each field that is kept back is kept back.

    While a notice isn't public, an update to it shows that there was one and nothing of what it says; the
    decision to delay is shown whole, for the public delay rests on it.
    """
    notice = entry.notice
    if entry.kind == SlotType.DELAY:
        return {}
    if notice.window is None or notice.window > window:
        reason = NO_DUTY if notice.withdrawn_at else FOR_DELAY
        return dict.fromkeys(ALL_BUT_EVENT, reason)
    if entry.values.get("event") == COMPLETE:
        return _of_completion(entry)
    reading = getattr(notice, "reading", None)
    read = reading is not None and reading.at <= window
    return dict.fromkeys(_in_order(reading.withheld if read else MAY_WITHHOLD), FOR_PEOPLE)


def _of_completion(entry: Entry) -> dict[str, str]:
    """Return nothing for the word that counts; a word that was taken back, or delayed, doesn't count."""
    notice = entry.notice
    window = notice.window
    assert window is not None  # noqa: S101 — asked only of a public notice
    later = notice.attestations.filter(at__gt=entry.at, at__lte=window)
    if later.exclude(says=Attestation.Says.COMPLETE).exists():
        return {"about": TAKEN_BACK}
    return {"about": FOR_DELAY} if _was_delayed(notice, entry.at, window) else {}


def _was_delayed(notice: Notice, since: datetime, until: datetime) -> bool:
    held = notice.delays.filter(confirmed_at__lte=until, until__gt=since)
    return held.filter(Q(lifted_at=None) | Q(lifted_at__gt=since)).exists()


def _in_order(names: Iterable[str]) -> list[str]:
    return [name for name in FIELDS if name in set(names)]

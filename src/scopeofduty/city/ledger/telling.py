"""Statistics of closed periods, as the public is told them: by channel, by answer, certificates, calls."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.contacts.choices import CHANNEL, DECISION
from scopeofduty.city.contacts.models import NilCertificate, Revision
from scopeofduty.city.ledger.models import Period
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.public.models import PublicPeriod
from scopeofduty.city.public.router import WRITER
from scopeofduty.city.reconciliation.models import DispatchCall

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from scopeofduty.city.contacts import choices

State = DispatchCall.State


def tell_statistics(window: datetime, local: ZoneInfo) -> None:
    """Write the statistics of every closed period, from what was recorded before the newest one ended.

    A contact that was recorded later isn't counted before the period of its recording is closed too: until
    then its envelope may be sealed, and a count that moves would tell of it.
    """
    periods = list(Period.objects.filter(closed_at__lte=window))
    before = _midnight(max(period.end for period in periods) + timedelta(days=1), local)
    with transaction.atomic(using=WRITER):
        for period in periods:
            told = counts_of(period.start, period.end, before, window, local)
            shown = PublicPeriod.objects.using(WRITER).filter(start=period.start).first()
            if shown is None or shown.counts != told:
                PublicPeriod.objects.update_or_create(
                    start=period.start,
                    defaults={"end": period.end, "counts": told, "window": window},
                )
    for period in periods:
        for certificate in _certificates(period.start, period.end, window):
            facts = {
                "channel": certificate.channel,
                "count": 0,
                "from": certificate.start.isoformat(),
                "to": certificate.end.isoformat(),
            }
            enter("attest", facts, at=window, key=f"nil/{certificate.pk}")


def counts_of(start: date, end: date, before: datetime, window: datetime, local: ZoneInfo) -> dict[str, Any]:
    """Return what is told of one period.

    Args:
        start: its first day.
        end: its last day.
        before: what was recorded from then on isn't counted.
        window: certificates signed until then are told.
        local: the city's zone.
    """
    first, last = _midnight(start, local), _midnight(end + timedelta(days=1), local)
    held: dict[int, Revision] = {}
    for revision in Revision.objects.filter(at__lt=before).order_by("contact_id", "seq"):
        held[revision.contact_id] = revision
    found = [each for each in held.values() if each.received_at and first <= each.received_at < last]
    certified = {each.channel for each in _certificates(start, end, window)}
    channels = _rows(CHANNEL, Counter(each.channel for each in found))
    return {
        "contacts": len(found),
        "channels": [row | {"certified": row["value"] in certified} for row in channels],
        "answers": _rows(DECISION, Counter(each.decision for each in found)),
        "calls": _calls(first, last, before),
    }


def _rows(words: choices.Choices, counted: Counter[str | None]) -> list[dict[str, Any]]:
    """Return one row a word, none left out: its label in both languages, and how many."""
    return [
        {"value": value, "label": in_both(lambda label=label: str(label)), "count": counted[value]}
        for value, label in words
    ]


def _certificates(start: date, end: date, window: datetime) -> list[NilCertificate]:
    signed = NilCertificate.objects.filter(start__gte=start, end__lte=end, signed_at__lte=window)
    return list(signed.order_by("channel", "start"))


def _calls(first: datetime, last: datetime, before: datetime) -> dict[str, int]:
    """Return the dispatch centre's calls; one whose contact isn't counted yet is told as not in the log."""
    calls = DispatchCall.objects.filter(received_at__gte=first, received_at__lt=last)
    found = calls.filter(state__in=[State.MATCHED, State.RECORDED], contact__recorded_at__lt=before).count()
    other = calls.filter(state=State.NOT_A_CONTACT, settled_at__lt=before).count()
    return {"in_the_log": found, "not_a_contact": other, "open": calls.count() - found - other}


def _midnight(day: date, local: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), local).astimezone(UTC)

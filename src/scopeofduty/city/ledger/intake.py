"""What has to be sealed is queued in the transaction that makes it.

A city without a log queues nothing; when it begins one, what is sealed and not public goes in late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db.models import Q

from scopeofduty.city.ledger.book import Book, the_book
from scopeofduty.city.ledger.models import Entry
from scopeofduty.city.ledger.saying import contact_values, payload_of, private_rest
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.ledger.receipt import Receipt
from scopeofduty.ledger.slot import SlotType

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.contacts.models import Revision
    from scopeofduty.city.notices.models import Delay

SEALED_WITHIN = 7
"""Ticks within which a receipt promises an envelope, an overflow included."""
REASONS = {
    "operation": "operation-continuing",
    "court_order": "court-order",
    "commission": "commission-vote",
}
SAID_BY = "said_by"
COMPLETE, CORRECTION, WITHDRAWN, BROUGHT_BACK = "complete", "correction", "withdrawn", "brought-back"


def on_revision(*, revision: Revision, at: datetime, **_signal: Any) -> None:
    """Queue a contact that the duty makes public, or what a correction changes in what it will say."""
    notice = Notice.objects.filter(contact_id=revision.contact_id).first()
    book = the_book() if notice else None
    if notice is None or book is None:
        return
    contact = sealing_of(notice)
    if contact is None:
        if notice.withdrawn_at is None and notice.window is None and at >= book.log.began_at:
            queue_contact(book, notice, revision, at)
        return
    last = _last_said(notice)
    values = contact_values(notice, revision)
    if notice.withdrawn_at:
        if last.values.get("event") != WITHDRAWN:
            _queue_update(contact, {"event": WITHDRAWN}, at)
    elif last.values.get("event") == WITHDRAWN:
        _queue_update(contact, values | {"event": BROUGHT_BACK}, at, private_rest(revision))
    elif values != _fields(last):
        _queue_update(contact, values | {"event": CORRECTION}, at, private_rest(revision))


def on_attestation(*, instance: Attestation, created: bool, **_signal: Any) -> None:
    """Queue the act that says an operation is complete, with its own time."""
    if not created or instance.says != Attestation.Says.COMPLETE:
        return
    contact = sealing_of(instance.notice)
    if contact is None:
        return
    said = instance.notice.attestations.filter(at__lte=instance.at).exclude(pk=instance.pk).last()
    if said is None or said.says != Attestation.Says.COMPLETE:
        _queue_update(contact, {"event": COMPLETE}, instance.at, {SAID_BY: instance.by.username})


def on_delay(*, instance: Delay, **_signal: Any) -> None:
    """Queue the decision to delay once its second person has confirmed it."""
    contact = sealing_of(instance.notice) if instance.confirmed_at else None
    if contact is None or Entry.objects.filter(delay=instance).exists():
        return
    values = {"event": "delay", "reason": REASONS[instance.reason], "until": str(instance.until.date())}
    Entry.objects.create(
        uid=_uid(instance.notice),
        kind=SlotType.DELAY,
        notice=instance.notice,
        about=contact,
        delay=instance,
        at=max(instance.confirmed_at, contact.at),
        values=values,
    )


def queue_contact(book: Book, notice: Notice, revision: Revision, at: datetime) -> Entry:
    """Queue a contact with the receipt that is handed out for it."""
    received = book.tick_at(revision.received_at or at)
    kind = SlotType.CONTACT if received >= book.tick_at(at) else SlotType.LATE_CONTACT
    values = contact_values(notice, revision) | {"event": "contact"}
    rest = private_rest(revision)
    entry = Entry(uid=_uid(notice), kind=kind, notice=notice, at=at, values=values, rest=rest)
    last = max(book.tick_at(at), book.cadence.first) + SEALED_WITHIN
    promise = Receipt(book.cadence.origin, int(at.timestamp()), last, payload_of(book, entry).root)
    entry.receipt = bytes(promise.sign(book.receipt_key)).decode()
    entry.save()
    return entry


def queue_sealed(book: Book) -> None:
    """Queue, late, every contact that was sealed before the log began and not public by then."""
    began = book.log.began_at
    waits = Notice.objects.filter(Q(window=None) | Q(window__gt=began), withdrawn_at=None, log_entries=None)
    for notice in waits.filter(sealed_at__lte=began).order_by("sealed_at", "pk"):
        queue_contact(book, notice, notice.contact.latest(), began)


def sealing_of(notice: Notice) -> Entry | None:
    """Return the entry in which a notice's contact is sealed, or waits to be."""
    return Entry.objects.filter(notice=notice, about=None).first()


def _last_said(notice: Notice) -> Entry:
    said = Entry.objects.filter(notice=notice).exclude(kind=SlotType.DELAY)
    return [each for each in said.order_by("at", "pk") if each.values.get("event") != COMPLETE][-1]


def _fields(entry: Entry) -> dict[str, str]:
    return {name: text for name, text in entry.values.items() if name != "event"}


def _queue_update(
    contact: Entry, values: dict[str, str], at: datetime, rest: dict[str, str] | None = None
) -> None:
    Entry.objects.create(
        uid=_uid(contact.notice),
        kind=SlotType.UPDATE,
        notice=contact.notice,
        about=contact,
        # Never ahead of its contact in the queue: it names the envelope that the contact went into.
        at=max(at, contact.at),
        values=values,
        rest=rest or {},
    )


def _uid(notice: Notice) -> UUID:
    """Return the private id of a notice's next entry: it follows from the contact's key."""
    return uuid5(notice.contact.key, str(Entry.objects.filter(notice=notice).count()))

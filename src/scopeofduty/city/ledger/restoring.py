"""What an escrow record gives back: its contact, its notice, and what people decided about them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from scopeofduty.city.accounts.models import User
from scopeofduty.city.contacts.departure import departure_from
from scopeofduty.city.contacts.entry import Entry as Written
from scopeofduty.city.contacts.models import Contact, Counter
from scopeofduty.city.contacts.record import CONTACTS, Author, written
from scopeofduty.city.ledger.intake import BROUGHT_BACK, COMPLETE, SAID_BY, WITHDRAWN
from scopeofduty.city.ledger.models import Declaration, Entry, Opening
from scopeofduty.city.notices.models import Attestation, Delay, Notice
from scopeofduty.city.public.models import PublicSeal
from scopeofduty.ledger.slot import SlotType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.ledger.register import Facts
    from scopeofduty.ledger.slot import Place


@dataclass
class Restored:
    """What is there again, by the envelope it was in, and the envelopes that are lost."""

    entries: dict[Place, Entry] = field(default_factory=dict)
    lost: list[Place] = field(default_factory=list)


def restore(restored: Restored, place: Place, record: Mapping[str, Any]) -> None:
    """Make an entry again, with its contact and notice where they are not there yet."""
    notice = _notice(record)
    about = Entry.objects.filter(notice=notice, about=None).first()
    if not is_contact(record) and about is None:
        return  # Its contact is lost: an update alone says nothing, and can't name its envelope.
    entry = Entry(
        uid=UUID(record["uid"]),
        kind=record["kind"],
        notice=notice,
        about=None if is_contact(record) else about,
        delay=_delay(notice, record["delay"]),
        at=_moment(record["at"]),
        values=record["values"],
        rest=record["rest"],
        receipt=record["receipt"],
    )
    entry.save()
    _act(entry)
    restored.entries[place] = entry


def is_contact(record: Mapping[str, Any]) -> bool:
    """Say whether a record is a contact's own, and not one about it."""
    return record["kind"] in (SlotType.CONTACT, SlotType.LATE_CONTACT)


def restore_openings(facts: Facts) -> None:
    """Mark what the register has opened and declared, and which notices the public side knows."""
    placed = {
        (entry.slot.tick, entry.slot.number): entry
        for entry in Entry.objects.filter(slot__isnull=False).select_related("slot", "notice")
    }
    for place, opened in facts.opens.items():
        if place in placed:
            struck = sorted(facts.struck.get(place, ()))
            Opening.objects.create(entry=placed[place], window=_second(opened.at), withheld=struck)
    for place, chain in facts.delays.items():
        for delay in chain:
            decision = placed.get(delay.decision)
            if place in placed and decision:
                Declaration.objects.create(
                    entry=placed[place],
                    decision=decision,
                    renewal=delay.renewal,
                    until=_second(delay.until),
                    window=_second(delay.at),
                )
    for seal in PublicSeal.objects.select_related("notice"):
        entry = placed.get((seal.tick, seal.slot))
        if entry:
            public = seal.notice
            Notice.objects.filter(pk=entry.notice_id).update(
                public_id=public.public_id, year=public.year, number=public.number, window=public.window
            )


def _notice(record: Mapping[str, Any]) -> Notice:
    contact = _contact(record)
    terms = dict(record["notice"])
    terms["sealed_at"] = _moment(terms["sealed_at"])
    terms["law_day"] = date.fromisoformat(terms["law_day"])
    notice, _made = Notice.objects.get_or_create(contact=contact, defaults=terms)
    return notice


def _contact(record: Mapping[str, Any]) -> Contact:
    key, by = UUID(record["key"]), _person(record["by"])
    known = Contact.objects.filter(key=key).first()
    at = _moment(record["recorded_at"])
    if known is None:
        _count_to(record["number"])
        known = Contact.objects.create(number=record["number"], key=key, recorded_at=at, recorded_by=by)
    values = {name: json.loads(text) for name, text in record["rest"].items() if name != SAID_BY}
    if values:
        latest = known.revisions.order_by("-seq").first()
        entry = Written(values, departure_from(values.get("determination"), values))
        written(known, entry, Author(by, _moment(record["at"])), latest)
    return known


def _count_to(number: int) -> None:
    """Let the counter stand at least where the numbers that were given stand; it moves one at a time."""
    counter, _made = Counter.objects.get_or_create(name=CONTACTS, defaults={"value": number})
    while counter.value < number:
        counter.value += 1
        counter.save(update_fields=["value"])


def _person(username: str) -> User:
    """Return whoever had this log-in name; who isn't there is made anew, without a way to log in."""
    person, made = User.objects.get_or_create(username=username, defaults={"is_active": False})
    if made:
        person.set_unusable_password()
        person.save()
    return person


def _delay(notice: Notice, told: Mapping[str, str] | None) -> Delay | None:
    if told is None:
        return None
    delay = Delay(
        notice=notice,
        reason=told["reason"],
        asked_by=_person(told["asked_by"]),
        asked_at=_moment(told["asked_at"]),
        until=_moment(told["until"]),
        confirmed_by=_person(told["confirmed_by"]),
        confirmed_at=_moment(told["confirmed_at"]),
    )
    # In bulk, because saving one would queue its decision once more.
    return Delay.objects.bulk_create([delay])[0]


def _act(entry: Entry) -> None:
    if entry.values.get("event") == COMPLETE:
        said = Attestation(
            notice=entry.notice,
            says=Attestation.Says.COMPLETE,
            by=_person(entry.rest.get(SAID_BY, "unknown")),
            at=entry.at,
        )
        Attestation.objects.bulk_create([said])
    elif entry.values.get("event") in (WITHDRAWN, BROUGHT_BACK):
        withdrawn = entry.at if entry.values["event"] == WITHDRAWN else None
        Notice.objects.filter(pk=entry.notice_id).update(withdrawn_at=withdrawn)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _second(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)

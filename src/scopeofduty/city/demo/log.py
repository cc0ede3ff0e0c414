"""The contact log of the demo: each written contact goes through the same services as a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from scopeofduty.city.contacts import holds, reviews
from scopeofduty.city.contacts.erasure import strike
from scopeofduty.city.contacts.models import Contact, Review
from scopeofduty.city.contacts.record import correct_contact, record_contact
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.demo.corpus import Step, WrittenContact

# A contact of the corpus has the same key in every demo, so that seeding twice records nothing twice.
CORPUS = UUID("6f5a0c7e-3f8e-5d7b-9a52-5f2b7c1d8e90")


def record(written: WrittenContact, people: Mapping[str, User]) -> Contact:
    """Record one contact of the corpus and all that happened to it since; what is done already stays."""
    key = uuid5(CORPUS, written.id)
    contact = Contact.objects.filter(key=key).first() or _recorded(written, key, people)
    # Apart, because striking empties the write-ahead log, which no open transaction can.
    if written.erasure and not contact.erasures.exists():
        _strike(contact, written.erasure, people)
    return contact


def _recorded(written: WrittenContact, key: UUID, people: Mapping[str, User]) -> Contact:
    with transaction.atomic():
        contact = record_contact(written.values, key=key, by=people[written.by], at=written.recorded_at)
        for step in written.corrections:
            _correct(contact, step, people)
        if written.review:
            _review(contact, written.review, people)
        if written.hold:
            _hold(contact, written.hold, people)
    return contact


def _correct(contact: Contact, step: Step, people: Mapping[str, User]) -> None:
    changes = {**step.values, "reason": step.reason}
    correct_contact(contact, changes, after=contact.latest().seq, by=people[step.by], at=step.at)


def _review(contact: Contact, step: Step, people: Mapping[str, User]) -> None:
    review = contact.reviews.filter(state=Review.State.OPEN).first()
    if review is None:
        # The law in force may answer otherwise than when the corpus was written: nothing is reviewed then.
        return
    body = City.objects.get().reporting_contact if step.values["outcome"] == Review.State.SENT_ON else ""
    reviews.decide(
        review, state=step.values["outcome"], reason=step.reason, sent_to=body, by=people[step.by], at=step.at
    )


def _hold(contact: Contact, step: Step, people: Mapping[str, User]) -> None:
    placed = holds.place(contact, matter=step.reason, by=people[step.by], at=step.at)
    holds.confirm(placed, by=people[step.values["second"]], at=step.at)


def _strike(contact: Contact, step: Step, people: Mapping[str, User]) -> None:
    strike(contact, [step.values["field"]], reason=step.reason, by=people[step.by], at=step.at)

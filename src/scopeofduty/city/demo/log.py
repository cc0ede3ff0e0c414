"""The contact log of the demo: each written contact goes through the same services as a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from scopeofduty.city.contacts.models import Contact
from scopeofduty.city.contacts.record import correct_contact, record_contact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.demo.corpus import Step, WrittenContact

# A contact of the corpus has the same key in every demo, so that seeding twice records nothing twice.
CORPUS = UUID("6f5a0c7e-3f8e-5d7b-9a52-5f2b7c1d8e90")


def record(written: WrittenContact, people: Mapping[str, User]) -> Contact:
    """Record one contact of the corpus and all that happened to it since: all of it, or nothing."""
    key = uuid5(CORPUS, written.id)
    known = Contact.objects.filter(key=key).first()
    if known:
        return known
    with transaction.atomic():
        contact = record_contact(written.values, key=key, by=people[written.by], at=written.recorded_at)
        for step in written.corrections:
            _correct(contact, step, people)
    return contact


def _correct(contact: Contact, step: Step, people: Mapping[str, User]) -> None:
    changes = {**step.values, "reason": step.reason}
    correct_contact(contact, changes, after=contact.latest().seq, by=people[step.by], at=step.at)

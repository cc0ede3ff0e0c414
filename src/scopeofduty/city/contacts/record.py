"""Recording and correcting a contact: one transaction each, all of it or nothing.

A contact takes its number from a counter row inside its own transaction, so numbers have no gap and no
double; a client's key makes a retry after a failure return the contact that was recorded.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import rfc8785
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from scopeofduty.city.contacts import reviews
from scopeofduty.city.contacts.commitment import HMAC, Bound, Commitment, bind
from scopeofduty.city.contacts.entry import Entry, EntryRefusedError, corrected_entry, first_entry
from scopeofduty.city.contacts.models import Contact, Counter, Draft, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.status import Basis

CONTACTS = "contact"
# Sent inside the transaction that appends a revision, with ``revision``, ``previous`` (None for a first
# record) and ``at``: a receiver's writes are kept or lost with the revision; what it raises undoes all.
revised = Signal()
WORKED_OUT = frozenset({"recorded_at", "recorded_by_role", "determination", "legal_basis", "facts", "actor"})


class KeyTakenError(ValueError):
    """The key was used for another record: a retry must send what the first try sent."""


@dataclass(frozen=True)
class Author:
    """Who writes a revision, and when."""

    by: User
    at: datetime


def record_contact(
    values: Mapping[str, Any],
    *,
    key: UUID | str | None,
    by: User,
    at: datetime,
    bases: Mapping[str, Basis] | None = None,
    commitment: Commitment = HMAC,
) -> Contact:
    """Record a contact, or return the one that ``key`` has recorded already.

    Args:
        values: by field id (``fields.py``), as typed or as JSON values; a time without a zone is the city's.
        key: a UUID made by the client once for this contact, and sent again with every retry.
        by: whoever records it.
        at: the moment, read once from the clock port.
        bases: legal bases by the id of each place at which the status guard stops (``status.stops``).
        commitment: what binds the revision; tests pass an ideal one.

    Raises:
        EntryRefusedError: a value can't be kept; nothing is written.
        KeyTakenError: the key has recorded other values, or somebody else's contact.
    """
    unique = _uuid(key)
    entry = first_entry(values, by=by, at=at, bases=bases)
    with transaction.atomic():
        counter = _locked_counter()
        known = Contact.objects.filter(key=unique).first()
        if known is not None:
            return _retried(known, entry, by)
        counter.value += 1
        counter.save(update_fields=["value"])
        contact = Contact.objects.create(number=counter.value, key=unique, recorded_at=at, recorded_by=by)
        revision = _append(contact, entry, Author(by, at), None, commitment)
        reviews.open_if_needed(revision, None, at)
        Draft.objects.filter(key=unique, owner=by).delete()
    return contact


def correct_contact(
    contact: Contact,
    changes: Mapping[str, Any],
    *,
    after: int,
    by: User,
    at: datetime,
    bases: Mapping[str, Basis] | None = None,
    commitment: Commitment = HMAC,
) -> Revision:
    """Append a correction; the determination follows what it rests on.

    Args:
        contact: what is corrected.
        changes: by field id, with a ``reason``; an empty value takes a field away.
        after: ``seq`` of the revision that the writer saw; a correction made meanwhile is never covered up.
        by: whoever corrects.
        at: the moment, read once from the clock port.
        bases: legal bases by the id of each place at which the status guard stops (``status.stops``).
        commitment: what binds the revision; tests pass an ideal one.

    Raises:
        EntryRefusedError: no reason, nothing changed, a value can't be kept, or it was corrected meanwhile.
    """
    with transaction.atomic():
        _locked_counter()
        latest = contact.latest()
        _check_current(latest, after)
        entry = corrected_entry(read_values(latest), changes, by=by, at=at, bases=bases)
        revision = _append(contact, entry, Author(by, at), latest, commitment)
        reviews.open_if_needed(revision, latest, at)
    return revision


def read_values(revision: Revision) -> dict[str, Any]:
    """Return the values of a revision by field id."""
    values: dict[str, Any] = json.loads(revision.text)
    return values


def bound_of(revision: Revision) -> Bound:
    """Return what a revision keeps of its commitment."""
    return Bound(revision.salts, revision.leaves, revision.nonce, revision.commitment)


def digest_of(revision: Revision) -> str:
    """Return the digest of a revision, which binds it to the one before it."""
    envelope = {
        "at": revision.at.astimezone(UTC).isoformat(),
        "author": revision.author_id,
        "commitment": revision.commitment,
        "number": revision.contact_id,
        "previous": revision.previous,
        "seq": revision.seq,
    }
    return hashlib.sha256(rfc8785.dumps(envelope)).hexdigest()


def _check_current(latest: Revision, after: int) -> None:
    if latest.erasure and latest.erasure.kind == latest.erasure.Kind.PURGED:
        raise EntryRefusedError({"reason": [_("This contact was purged: only its number is left.")]})
    if latest.seq != after:
        message = _("Somebody corrected this contact meanwhile. Look at it again, then correct it.")
        raise EntryRefusedError({"reason": [message]})


def _append(
    contact: Contact, entry: Entry, author: Author, previous: Revision | None, commitment: Commitment
) -> Revision:
    revision = written(contact, entry, author, previous, commitment)
    revised.send(sender=Revision, revision=revision, previous=previous, at=author.at)
    return revision


def written(
    contact: Contact, entry: Entry, author: Author, previous: Revision | None, commitment: Commitment = HMAC
) -> Revision:
    """Write a revision and tell nobody: what follows from it is the caller's. A restored log calls it."""
    seq = previous.seq + 1 if previous else 1
    bound = bind(entry.values, number=contact.number, seq=seq, commitment=commitment)
    received_at = entry.values.get("received_at")
    revision = Revision(
        contact=contact,
        seq=seq,
        author=author.by,
        at=author.at,
        text=rfc8785.dumps(entry.values).decode(),
        salts=bound.salts,
        leaves=bound.leaves,
        nonce=bound.nonce,
        commitment=bound.commitment,
        previous=previous.digest if previous else "",
        departure=entry.departure,
        received_at=datetime.fromisoformat(received_at) if received_at else None,
        life_button=entry.values.get("life_button", False),
        department=entry.values.get("receiving_department", ""),
        **{name: entry.values.get(name) for name in ("channel", "agency", "decision")},
    )
    revision.digest = digest_of(revision)
    revision.save(force_insert=True)
    return revision


def _locked_counter() -> Counter:
    """Take the counter row: writers queue here (PostgreSQL; SQLite has locked at BEGIN IMMEDIATE)."""
    Counter.objects.get_or_create(name=CONTACTS)
    return Counter.objects.select_for_update().get(name=CONTACTS)


def _retried(known: Contact, entry: Entry, by: User) -> Contact:
    first = known.revisions.get(seq=1)
    stored = read_values(first)
    sent = {name: entry.values.get(name) for name in entry.given - WORKED_OUT}
    still = {name: value for name, value in sent.items() if name in stored or name not in first.leaves}
    if known.recorded_by_id != by.pk or any(stored.get(name) != value for name, value in still.items()):
        raise KeyTakenError(
            _(
                "This form was already recorded, with other values."
                " Open that contact and correct it, or start a new form."
            )
        )
    return known


def _uuid(key: UUID | str | None) -> UUID:
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError as error:
        message = _("The form came without its key, so a retry could record it twice. Open the form again.")
        raise EntryRefusedError({"key": [message]}) from error

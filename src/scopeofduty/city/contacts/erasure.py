"""Erasing values: a struck value leaves every revision, its draft and its salt; who, when and why stay.

On SQLite the bytes go too: deleted content is overwritten and the write-ahead log is emptied. On PostgreSQL
the old row versions are gone at the next vacuum; its write-ahead log and backups follow its own schedule.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import rfc8785
from django.db import connection, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.contacts import status
from scopeofduty.city.contacts.append_only import QUERIED
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.fields import BY_ID, FIELDS, Field, Kind
from scopeofduty.city.contacts.models import Draft, Erasure, LegalHold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.models import Contact, Revision

REASON_LEAST = 8
REASON_MOST = 500
COLUMN_OF = {"receiving_department": "department"}
log = logging.getLogger(__name__)


def strikeable(contact: Contact) -> list[Field]:
    """Return the fields that some revision of a contact holds and that can be struck."""
    held = {name for revision in contact.revisions.all() for name in json.loads(revision.text)}
    return [f for f in FIELDS if f.id in held and not f.required and f.kind is not Kind.DERIVED]


def strike(contact: Contact, names: Iterable[str], *, reason: str, by: User, at: datetime) -> Erasure:
    """Erase the values of some fields from every revision of a contact.

    Raises:
        EntryRefusedError: no field, a field that can't be struck, no reason, a reason that says what a person
            is, or a legal hold stands.
    """
    wanted = sorted(set(names))
    possible = {known.id for known in strikeable(contact)}
    problems: dict[str, list[str]] = {}
    if not wanted:
        problems["fields"] = [_("Choose at least one field to erase.")]
    for name in set(wanted) - possible:
        label = BY_ID[name].label if name in BY_ID else name[:40]
        problems["fields"] = [_("“%(label)s” holds nothing that can be erased.") % {"label": label}]
    problems |= reason_problems(reason)
    if held(contact):
        problems["fields"] = [_("A legal hold stands on this contact. Two people lift it first.")]
    if problems:
        raise EntryRefusedError(problems)
    return _erase(contact, wanted, Erasure(kind=Erasure.Kind.STRUCK, reason=reason.strip(), by=by, at=at))


def purge(contact: Contact, *, by: User, at: datetime, reason: str) -> int:
    """Erase every value of a contact under the retention schedule; return the number that is left of it."""
    held_names = {name for revision in contact.revisions.all() for name in json.loads(revision.text)}
    erasure = Erasure(kind=Erasure.Kind.PURGED, reason=reason, by=by, at=at)
    _erase(contact, sorted(held_names), erasure)
    return contact.number


def held(contact: Contact) -> bool:
    """Say whether a legal hold stands, or is about to."""
    return LegalHold.objects.filter(contact=contact, lifted_at=None).exists()


def reason_problems(reason: str, name: str = "reason") -> dict[str, list[str]]:
    """Return what is wrong with a reason: too short, too long, or it says what a person is."""
    text = reason.strip()
    if not REASON_LEAST <= len(text) <= REASON_MOST:
        message = _("A reason is needed, in %(least)s to %(most)s characters; this one has %(length)s.")
        return {name: [message % {"least": REASON_LEAST, "most": REASON_MOST, "length": len(text)}]}
    if "\0" in text:
        return {name: [_("The reason has a character that can't be stored. Type it again.")]}
    return status.settle(status.stops_in(text, name), {})[1]


def _erase(contact: Contact, names: list[str], erasure: Erasure) -> Erasure:
    _overwrite_deleted()
    with transaction.atomic():
        erasure.contact, erasure.fields = contact, names
        erasure.save()
        for revision in contact.revisions.all():
            _empty(revision, set(names), erasure)
        if erasure.kind == Erasure.Kind.PURGED:
            contact.reviews.exclude(reason="", sent_to="").update(reason="", sent_to="")
        Draft.objects.filter(key=contact.key).delete()
        transaction.on_commit(_empty_write_ahead_log)
    return erasure


def _empty(revision: Revision, names: set[str], erasure: Erasure) -> None:
    values: dict[str, Any] = json.loads(revision.text)
    revision.text = rfc8785.dumps({n: v for n, v in values.items() if n not in names}).decode()
    revision.salts = {n: salt for n, salt in revision.salts.items() if n not in names}
    revision.erasure = erasure
    columns = [name for name in QUERIED if name in {COLUMN_OF.get(n, n) for n in names}]
    if erasure.kind == Erasure.Kind.PURGED:
        columns = list(QUERIED)
    for column in columns:
        setattr(revision, column, None)
    revision.save(update_fields=["text", "salts", "erasure", *columns])


def _overwrite_deleted() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _empty_write_ahead_log() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        log.warning("a reader kept the write-ahead log open after an erasure; the next checkpoint empties it")

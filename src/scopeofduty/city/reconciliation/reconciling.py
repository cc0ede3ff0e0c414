"""Hold an export against the log: each federal call is in the log, or a task with an owner and a clock."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from scopeofduty.city.contacts.models import Contact, Revision, SwitchedField
from scopeofduty.city.profile.models import City
from scopeofduty.city.reconciliation.matching import WINDOW, Call, Logged, pairs
from scopeofduty.city.reconciliation.models import DispatchCall

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.reconciliation.export import Export, ExportedCall

# A contact that came by fax or at a counter was never a call.
BY_CALL = ("dispatch", "phone", "radio")


@dataclass(frozen=True)
class Outcome:
    """What reconciling one export did: calls by what became of them now."""

    matched: int
    open: int
    known: int


class NotOpenError(Exception):
    """The call was settled already; the message says how."""


def key_of(event: str) -> str:
    """Return the keyed digest that stands for a dispatch number."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"dispatch call {event}".encode(), hashlib.sha256
    ).hexdigest()


def reconcile(export: Export, *, owner: User, at: datetime) -> Outcome:
    """Match the export's federal calls with the log; each that isn't in it becomes a task of ``owner``.

    A call that an earlier export named keeps its state, unless it is open and the log now holds it.
    """
    with transaction.atomic():
        calls = {key_of(call.event): call for call in export.calls}
        known = {call.key: call for call in DispatchCall.objects.filter(key__in=calls)}
        unsettled = {
            key: call
            for key, call in calls.items()
            if key not in known or known[key].state == DispatchCall.State.OPEN
        }
        paired = pairs((Call(key, call.received_at) for key, call in unsettled.items()), _log(export))
        for key, call in unsettled.items():
            _put(key, call, paired.get(key), known.get(key), owner=owner, at=at)
    return Outcome(len(paired), len(unsettled) - len(paired), len(calls) - len(unsettled))


def _log(export: Export) -> list[Logged]:
    """Return the contacts that came by call in the export's time and aren't paired with a call yet."""
    if not export.calls:
        return []
    times = [call.received_at for call in export.calls]
    newest = Revision.objects.filter(contact=OuterRef("pk")).order_by("-seq")
    contacts = Contact.objects.annotate(
        received=Subquery(newest.values("received_at")[:1]), came_by=Subquery(newest.values("channel")[:1])
    ).filter(
        dispatch_call=None,
        came_by__in=BY_CALL,
        received__range=(min(times) - WINDOW, max(times) + WINDOW),
    )
    return [Logged(contact.number, contact.received) for contact in contacts]


def _put(
    key: str, call: ExportedCall, number: int | None, known: DispatchCall | None, *, owner: User, at: datetime
) -> None:
    if known:
        if number:
            known.contact_id, known.state = number, DispatchCall.State.RECORDED
            known.settled_at = at
            known.save()
        return
    keeps_numbers = SwitchedField.objects.filter(field="cad_event").exists()
    DispatchCall.objects.create(
        key=key,
        event=call.event[:60] if keeps_numbers else "",
        received_at=call.received_at,
        call_type=call.call_type,
        agency=call.agency,
        contact_id=number,
        state=DispatchCall.State.MATCHED if number else DispatchCall.State.OPEN,
        owner=None if number else owner,
        due_at=None if number else at + shift(),
    )


def shift() -> timedelta:
    """Return how long an owner has: one shift of this city."""
    city = City.objects.first()
    return timedelta(hours=city.shift_hours if city else 8)


def settle(call_id: int, *, contact: Contact | None, reason: str, by: User, at: datetime) -> DispatchCall:
    """Settle an open call: it is ``contact`` of the log, or no contact at all, with the reason.

    Raises:
        NotOpenError: somebody has settled it meanwhile.
    """
    with transaction.atomic():
        call = DispatchCall.objects.select_for_update().get(pk=call_id)
        if call.state != DispatchCall.State.OPEN:
            raise NotOpenError(f"{call}: {call.get_state_display()}")
        call.contact = contact
        call.state = DispatchCall.State.RECORDED if contact else DispatchCall.State.NOT_A_CONTACT
        call.reason, call.settled_by, call.settled_at = reason, by, at
        call.save()
    return call


def hand_over(call_id: int, *, to: User) -> DispatchCall:
    """Give an open call to another owner.

    Raises:
        NotOpenError: it is settled.
    """
    with transaction.atomic():
        call = DispatchCall.objects.select_for_update().get(pk=call_id)
        if call.state != DispatchCall.State.OPEN:
            raise NotOpenError(f"{call}: {call.get_state_display()}")
        call.owner = to
        call.save(update_fields=["owner"])
    return call

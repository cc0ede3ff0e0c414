"""The inbox as a recipient's browser takes it: batches and cases as JSON, ciphertext in base64."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from scopeofduty.city.handling.models import BatchRead
from scopeofduty.city.reports import mailbox
from scopeofduty.city.roster.models import Seat

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.accounts.models import User

SHOWN = 14
"""Batches that the inbox fetches at first; older ones are fetched when somebody asks."""


def case_json(case: mailbox.StoredCase) -> dict[str, Any]:
    """Return a stored case as JSON values."""
    return {
        "id": case.id,
        "epochs": [
            {"number": epoch.number, "wraps": [_text(wrap) for wrap in epoch.wraps]} for epoch in case.epochs
        ],
        "messages": [message_json(message) for message in case.messages],
        "files": [list(file) for file in case.files],
    }


def message_json(message: mailbox.StoredMessage) -> dict[str, Any]:
    """Return a stored message as JSON values."""
    return {"place": message.place, "epoch": message.epoch, "data": _text(message.data)}


def batch_json(day: date) -> dict[str, Any]:
    """Return the batch of a day, the same bytes for everybody who asks."""
    return {"day": day.isoformat(), "cases": [case_json(case) for case in mailbox.batch(day)]}


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def unread(user: User) -> list[date]:
    """Return the days whose batch this person has not gone through; outside recipients read them as well."""
    read = set(BatchRead.objects.filter(user=user).values_list("day", flat=True))
    return [day for day in mailbox.batch_days() if day not in read]


def mark_read(user: User, day: date, on: date) -> None:
    """Write down that a recipient went through a batch; twice is once."""
    if day in mailbox.batch_days():
        BatchRead.objects.get_or_create(user=user, day=day, defaults={"read_on": on})


def gone_through() -> dict[str, list[str]]:
    """Return who went through each day's batch, and on which day: who could know of a report by then."""
    found: dict[str, list[str]] = {}
    for row in BatchRead.objects.select_related("user").order_by("read_on", "user__username"):
        found.setdefault(row.day.isoformat(), []).append(f"{row.user.name} ({row.read_on})")
    return found


def unread_for_long(before: date) -> list[tuple[str, date]]:
    """Return (person, day) of batches older than `before` that some recipient has not gone through."""
    readers = Seat.objects.filter(duty__in=[Seat.Duty.RECIPIENT, Seat.Duty.OUTSIDE]).exclude(user=None)
    return [
        (seat.person, day)
        for seat in readers.select_related("user")
        for day in unread(seat.user)
        if day < before
    ]

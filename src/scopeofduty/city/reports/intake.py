"""A sealed report comes in: once, however often it is sent, and whole or not at all.

1. Its files lie aside, durable, under random names.
2. They get their final names.
3. Case, wraps, message, identity box, rows of files and commitment are committed together.

Killed before 3, nothing came in, and what lies about is swept up; killed after it, everything did. The case's
id comes out of the reporter's key, so sending again changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from scopeofduty.city.clock.due import zone
from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.delivery import midnight
from scopeofduty.city.reports.models import SealedFile, WaitingCommitment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from scopeofduty.city.reports.upload import Received
    from scopeofduty.sealing.day_batch import Commitment


def day_of(at: datetime) -> date:
    """Return the city's day: the finest time that is kept."""
    return at.astimezone(zone()).date()


def place_files(received: Mapping[str, Received], day: date) -> tuple[tuple[str, int], ...]:
    """Give files their final names; return id and size of each."""
    for id_, each in received.items():
        files.put_in_place(each.path, id_, midnight(day))
    return tuple((id_, each.sealed_size) for id_, each in received.items())


def store(case: mailbox.NewCase, received: Mapping[str, Received], commitment: Commitment | None) -> bool:
    """Store a report; return False if it is there already, and leave that one as it is."""
    placed = place_files(received, case.day)
    with transaction.atomic():
        new = mailbox.insert_case(case, placed)
        if new and commitment is not None:
            WaitingCommitment.objects.create(leaf=commitment.leaf, box=commitment.box, day=case.day)
    if not new:
        remove_unnamed(received)
    return new


def remove_unnamed(received: Mapping[str, Received]) -> None:
    """Remove the files among these that no row names."""
    named = set(SealedFile.objects.filter(pk__in=list(received)).values_list("pk", flat=True))
    files.remove(set(received) - named)

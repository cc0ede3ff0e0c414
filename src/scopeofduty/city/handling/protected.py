"""The retaliation clock's day batches: 64 commitments a day into the public register, whatever happened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.db import transaction

from scopeofduty.city.handling.models import DayOfCommitments
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.reports.models import WaitingCommitment
from scopeofduty.sealing.day_batch import SIZE, Commitment, DayBatch, make_batch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

KIND = "protected-activity"


def publish(at: datetime, random: Callable[[int], bytes] = os.urandom) -> DayBatch | None:
    """Publish the batch of the day (UTC) of `at`; None if that day has its own already.

    What waits goes in, the oldest day first, and is forgotten here; what doesn't fit waits a day.
    """
    day = at.date()
    with transaction.atomic():
        if DayOfCommitments.objects.filter(day=day).exists():
            return None
        rows = list(WaitingCommitment.objects.select_for_update()[:SIZE])
        waiting = [Commitment(bytes(row.leaf), bytes(row.box)) for row in rows]
        batch, _left = make_batch(day, waiting, random)
        data = batch.to_bytes()
        DayOfCommitments.objects.create(day=day, data=data)
        enter(KIND, batch.published.to_json(), at=at, key=f"{KIND}/{day}", attachment=data)
        WaitingCommitment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return batch


def batch_of(day: date) -> bytes | None:
    """Return the public file of a day."""
    found = DayOfCommitments.objects.filter(day=day).first()
    return bytes(found.data) if found else None

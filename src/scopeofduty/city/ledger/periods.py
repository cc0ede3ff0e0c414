"""Closed periods: months of which the public may be told what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.ledger.models import Period

if TYPE_CHECKING:
    from datetime import date, datetime


def closed_until(at: datetime) -> date | None:
    """Return the last day of the newest period all of whose envelopes are open or openly delayed at ``at``.

    Every period before it is closed too. None: no period is closed yet, and no count may be shown.
    """
    newest = Period.objects.filter(closed_at__lte=at).order_by("-end").first()
    return newest.end if newest else None

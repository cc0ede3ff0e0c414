"""Public numbers: given at publication, gapless a year, one series for everything the public is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from scopeofduty.city.clock import port
from scopeofduty.city.notices.models import Notice, PolicyNotice, PublishedDelay
from scopeofduty.city.public.models import PublicNotice, PublicNoticeVersion

if TYPE_CHECKING:
    from datetime import datetime

ON_TIME = timedelta(hours=1)  # after its window; later, the public is told that it came late


def next_number(year: int) -> int:
    """Return the next public number of a notice in ``year``."""
    return max(_highest(Notice, year), _highest(PolicyNotice, year)) + 1


def next_delay_number(year: int) -> int:
    """Return the next public number of a delay in ``year``."""
    return _highest(PublishedDelay, year) + 1


def _highest(model: type[Notice | PolicyNotice | PublishedDelay], year: int) -> int:
    return model.objects.filter(year=year).aggregate(top=Max("number"))["top"] or 0


def put(kind: str, year: int, number: int, window: datetime, content: dict[str, Any]) -> None:
    """Write a notice's first version to the public side; writing it again changes nothing.

    A window that the clock missed is caught up under its own time; the notice then says when it really came.
    """
    ran = port.now()
    known = {"year": year, "number": number, "kind": kind, "window": window}
    public, _made = PublicNotice.objects.get_or_create(
        public_id=f"{year}/{number:03d}",
        defaults=known | {"late_at": ran if ran - window > ON_TIME else None},
    )
    PublicNoticeVersion.objects.get_or_create(
        notice=public, seq=1, defaults={"window": window, "content": content}
    )

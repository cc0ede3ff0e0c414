"""What the records officer keeps beside the log: certificates of nothing, a schedule; and one begun draft."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from scopeofduty.city.contacts import nil, retention
from scopeofduty.city.contacts.drafts import save_draft
from scopeofduty.city.contacts.entry import frame_at
from scopeofduty.city.contacts.models import Draft, NilCertificate, RetentionRule

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scopeofduty.city.accounts.models import User

SCHEDULE = "Riverbend records schedule, item 12 (fictional)"
YEARS = {RetentionRule.Kept.CONTACT: 5, RetentionRule.Kept.REVIEWED: 10}
DRAFT = UUID("0d4a2f86-6b1c-5c5e-8a0e-3b6f1f0a9c11")
BEGUN = {
    "channel": "phone",
    "agency": "ice",
    "request_types": ["information_only"],
    "narrative": "Caller asked for the watch commander, will ring back at ten.",
}


def certify_silence(by: User, at: datetime, zone: ZoneInfo) -> None:
    """Certify, once, the channels that brought nothing in the last whole month, but for one left to do."""
    if NilCertificate.objects.exists():
        return
    end = at.astimezone(zone).date().replace(day=1) - timedelta(days=1)
    start = end.replace(day=1)
    silent = [channel for channel, count in nil.counts(start, end, zone).items() if count == 0]
    for channel in silent[:-1]:
        nil.certify(channel, start, end, zone=zone, by=by, at=at)


def set_schedule(by: User, at: datetime) -> None:
    """Set Riverbend's retention schedule, unless somebody has."""
    for kept, years in YEARS.items():
        if not RetentionRule.objects.filter(kept=kept).exists():
            retention.set_rule(kept, str(365 * years), SCHEDULE, by=by, at=at)


def begin_draft(owner: User, at: datetime) -> None:
    """Begin one contact that nobody has recorded yet."""
    if not Draft.objects.exists():
        save_draft(BEGUN, key=DRAFT, owner=owner, frame=frame_at(at))

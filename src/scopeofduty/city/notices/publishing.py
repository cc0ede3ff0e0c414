"""A publication window: everything that is ready becomes public at once, and nothing else moves.

The window alone decides, never the moment at which it is run: caught up late, or run again after a kill,
it gives the same notices the same numbers. Numbers follow what notices say, not the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import rfc8785
from django.conf import settings
from django.db import transaction
from django.db.models import F

from scopeofduty.city.contacts.record import read_values
from scopeofduty.city.notices.content import as_of, content_of, in_both
from scopeofduty.city.notices.models import Delay, Notice, PublishedDelay
from scopeofduty.city.notices.numbers import next_delay_number, next_number, put
from scopeofduty.city.notices.projecting import project_city, project_laws
from scopeofduty.city.notices.standing import completion, is_ready, renewals, running_delay
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicDelay, PublicNotice, PublicNoticeVersion
from scopeofduty.city.public.router import WRITER

if TYPE_CHECKING:
    from datetime import datetime

Ready = tuple[bytes, Notice, dict[str, Any]]


def publish(window: datetime) -> None:
    """Run the publication window ``window`` (UTC)."""
    city = City.objects.first()
    zone = ZoneInfo(city.zone if city else settings.TIME_ZONE)
    with transaction.atomic(using=WRITER):
        project_city(city)
        project_laws(window, zone)
        _delays(window, zone)
        _notices(window, zone)
        _amendments(window, zone)


def _notices(window: datetime, zone: ZoneInfo) -> None:
    ready: list[Ready] = []
    waiting = Notice.objects.filter(window=None, sealed_at__lte=window)
    for notice in waiting.prefetch_related("attestations", "delays"):
        if is_ready(notice, list(notice.attestations.all()), list(notice.delays.all()), window):
            content = content_at(notice, window, zone)
            ready.append((rfc8785.dumps(content), notice, content))
    year = window.astimezone(zone).year
    for _key, notice, content in sorted(ready, key=lambda each: each[0]):
        notice.year, notice.number = year, next_number(year)
        notice.public_id, notice.window = f"{year}/{notice.number:03d}", window
        notice.save(update_fields=["year", "number", "public_id", "window"])
        put(PublicNotice.Kind.CONTACT, notice.year, notice.number, window, content)


def content_at(notice: Notice, window: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return what the notice says, from what was recorded until ``window``."""
    revisions = [(each.at, read_values(each)) for each in notice.contact.revisions.order_by("seq")]
    reading = getattr(notice, "reading", None)
    read = reading is not None and reading.at <= window
    return content_of(
        notice,
        as_of(revisions, window),
        withheld=reading.withheld if read else None,
        delays=notice.published_delays.filter(since__lte=window),
        presumed=notice.waits and completion(notice, notice.attestations.all(), window).presumed,
        zone=zone,
    )


def _delays(window: datetime, zone: ZoneInfo) -> None:
    """Show each delay that runs, renew what is shown, and end what has ended."""
    year = window.astimezone(zone).year
    waiting = Notice.objects.filter(delays__confirmed_at__lte=window, withdrawn_at=None).distinct()
    begun: list[tuple[str, Notice, Delay]] = []
    for notice in waiting:
        running = running_delay(notice.delays.all(), window)
        shown = notice.published_delays.filter(ended=None).first()
        if running and shown is None and notice.window is None:
            begun.append((f"{running.reason} {running.until.isoformat()}", notice, running))
        elif running and shown:
            _show(shown, running, renewals(notice.delays.all(), window))
        elif shown:
            shown.ended = window
            shown.save(update_fields=["ended"])
            PublicDelay.objects.using(WRITER).filter(public_id=shown.public_id).update(ended=window)
    for _order, notice, running in sorted(begun, key=lambda each: each[0]):
        number = next_delay_number(year)
        shown = PublishedDelay.objects.create(notice=notice, year=year, number=number, since=window)
        _show(shown, running, renewals(notice.delays.all(), window))


def _show(shown: PublishedDelay, running: Delay, renewed: int) -> None:
    PublicDelay.objects.update_or_create(
        public_id=shown.public_id,
        defaults={
            "year": shown.year,
            "number": shown.number,
            "reason": in_both(running.get_reason_display),
            "since": shown.since,
            "until": running.until,
            "renewals": renewed,
        },
    )


def _amendments(window: datetime, zone: ZoneInfo) -> None:
    """Tell what corrections changed in notices that are public."""
    corrected = Notice.objects.filter(window__lt=window, contact__revisions__at__gt=F("window")).distinct()
    for notice in corrected:
        public = PublicNotice.objects.using(WRITER).get(public_id=notice.public_id)
        versions = list(public.versions.all())
        if any(version.window == window for version in versions):
            continue
        content = content_at(notice, window, zone)
        if content != versions[-1].content:
            PublicNoticeVersion.objects.create(
                notice=public, seq=len(versions) + 1, window=window, content=content
            )

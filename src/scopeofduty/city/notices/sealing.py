"""A contact becomes a sealed notice in the transaction that records it, under the law of that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from scopeofduty.city.contacts.record import read_values
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.notices.duty import terms_for
from scopeofduty.city.notices.models import Notice
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.contacts.models import Revision


def seal_if_triggered(*, revision: Revision, **_signal: Any) -> None:
    """Seal a notice for the contact, withdraw it, or bring it back, as its latest revision asks.

    A published notice stays published: what a correction changes in it is told in a new version.
    A city without a law that can be read seals nothing: no text asks for a notice.
    """
    notice = Notice.objects.filter(contact_id=revision.contact_id).first()
    if notice and notice.window:
        return
    received_at = revision.received_at
    day = _day(received_at) if received_at else _day(revision.at)
    try:
        in_force = law_in_force.on(day)
    except law_in_force.NoLawError:
        return
    terms = terms_for(in_force, read_values(revision))
    if terms is None:
        if notice and notice.withdrawn_at is None:
            notice.withdrawn_at = revision.at
            notice.save(update_fields=["withdrawn_at"])
        return
    under = {
        "law_digest": in_force.book.digest,
        "law_day": day,
        "section": terms.section,
        "publisher": terms.publisher,
        "waits": terms.waits,
        "tells": list(terms.tells),
        "place": terms.place,
        "presumed_days": terms.presumed_days,
        "hours": terms.hours,
    }
    Notice.objects.update_or_create(
        contact_id=revision.contact_id,
        defaults=under | {"withdrawn_at": None},
        create_defaults=under | {"sealed_at": revision.at},
    )


def _day(at: datetime) -> date:
    city = City.objects.first()
    return at.astimezone(ZoneInfo(city.zone if city else settings.TIME_ZONE)).date()

"""Counts by channel, and certified nil returns: somebody's signed word that a channel brought nothing.

An empty list doesn't show that anybody looked; a certificate does (compare 5 ILCS 805/25, under which
agencies certify that they received none).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.choices import CHANNEL
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.models import Contact, NilCertificate
from scopeofduty.city.contacts.visible import holding

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scopeofduty.city.accounts.models import User


def counts(start: date, end: date, zone: ZoneInfo) -> dict[str, int]:
    """Return how many contacts each channel brought from ``start`` to ``end``, both included; 0 for none."""
    first, last = (
        datetime.combine(start, time(), zone),
        datetime.combine(end + timedelta(days=1), time(), zone),
    )
    rows = holding(Contact.objects.all()).filter(received_at__gte=first, received_at__lt=last)
    found = dict(rows.order_by().values_list("channel").annotate(Count("pk")))
    return {value: found.get(value, 0) for value, _label in CHANNEL}


def certify(
    channel: str, start: date, end: date, *, zone: ZoneInfo, by: User, at: datetime
) -> NilCertificate:
    """Certify that a channel brought nothing in a period that is over.

    Raises:
        EntryRefusedError: no such channel, the period isn't over or in order, there are contacts, or it is
            certified.
    """
    problems: dict[str, list[str]] = {}
    if channel not in dict(CHANNEL):
        problems["channel"] = [_("Choose a channel from the list.")]
    elif end < start:
        problems["to"] = [_("The period ends before it begins.")]
    elif end >= at.astimezone(zone).date():
        problems["to"] = [_("The period is not over: it can be certified from the day after it ends.")]
    elif found := counts(start, end, zone)[channel]:
        problems["channel"] = [
            _("%(n)s on record came this way in the period: it is no nil return.") % {"n": found}
        ]
    if problems:
        raise EntryRefusedError(problems)
    try:
        with transaction.atomic():
            return NilCertificate.objects.create(
                channel=channel, start=start, end=end, signed_by=by, signed_at=at
            )
    except IntegrityError as error:
        raise EntryRefusedError({"channel": [_("This was certified already.")]}) from error

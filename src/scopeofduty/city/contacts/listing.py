"""The list of contacts: its filters, each with a message when it can't be read, and its order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from scopeofduty.city.contacts import choices
from scopeofduty.city.contacts.visible import contacts_for, holding

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from django.db.models import QuerySet
    from django.http import QueryDict

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.models import Revision

CHOSEN = {"channel": choices.CHANNEL, "agency": choices.AGENCY, "decision": choices.DECISION}
SWITCHES = ("departures", "mine")


@dataclass
class Filters:
    """What a list is narrowed to, as text that was read, and the problems with what could not be."""

    values: dict[str, str] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None
    problems: list[str] = field(default_factory=list)

    def query(self) -> str:
        """Return the filters as an address carries them."""
        return urlencode(self.values)


def read_filters(sent: QueryDict) -> Filters:
    """Read the filters of an address; one that can't be read is told and narrows nothing."""
    filters = Filters()
    for name, options in CHOSEN.items():
        value = sent.get(name, "")
        if value and value not in dict(options):
            filters.problems.append(_("“%(given)s” is not one of the choices.") % {"given": value[:40]})
        elif value:
            filters.values[name] = value
    for name in SWITCHES:
        if sent.get(name) == "yes":
            filters.values[name] = "yes"
    filters.start, filters.end = _day(sent, "from", filters), _day(sent, "to", filters)
    if filters.start and filters.end and filters.end < filters.start:
        filters.problems.append(_("The period ends before it begins."))
    return filters


def _day(sent: QueryDict, name: str, filters: Filters) -> date | None:
    text = sent.get(name, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = _("“%(given)s” is not a date. Write it like 2026-11-23.")
        filters.problems.append(message % {"given": text[:40]})
        return None
    filters.values[name] = day.isoformat()
    return day


def listed(person: User, filters: Filters, zone: ZoneInfo) -> QuerySet[Revision]:
    """Return the revisions that hold now of the contacts that ``person`` may read, newest number first."""
    contacts = contacts_for(person)
    if "mine" in filters.values:
        contacts = contacts.filter(recorded_by=person)
    found = holding(contacts)
    found = found.filter(**{name: filters.values[name] for name in CHOSEN if name in filters.values})
    if "departures" in filters.values:
        found = found.exclude(departure="", life_button=False).exclude(departure=None)
    if filters.start:
        found = found.filter(received_at__gte=datetime.combine(filters.start, time(), zone))
    if filters.end:
        found = found.filter(received_at__lt=datetime.combine(filters.end + timedelta(days=1), time(), zone))
    return found.order_by("-contact_id")

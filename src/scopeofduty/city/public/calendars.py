"""The commission's calendar as iCalendar (RFC 5545): times in UTC, so that no zone has to travel along."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from scopeofduty.city.public.models import PublicCity, in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from scopeofduty.city.public.models import PublicSession

USUALLY = timedelta(hours=2)  # a session has no announced end; calendars want one


def as_ics(request: HttpRequest, sessions: Iterable[PublicSession]) -> HttpResponse:
    """Return every session as an event; one that was called off says so."""
    city = PublicCity.objects.first()
    name = city.name if city else ""
    made = Calendar()
    made.add("prodid", "-//Scope of Duty//Commission//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("The commission of %(city)s") % {"city": name})
    for session in sessions:
        made.add_component(_event(request, session))
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="commission.ics"'
    return answer


def _event(request: HttpRequest, session: PublicSession) -> Event:
    content = session.content
    link = request.build_absolute_uri(reverse("public:session", args=[session.number]))
    titles = [f"{item['number']}. {in_language(item['title'])}" for item in content["items"]]
    event = Event()
    event.add("uid", f"session-{session.number}@{request.get_host()}")
    event.add("dtstamp", session.changed_at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", (session.starts_at + USUALLY).astimezone(UTC))
    event.add(
        "summary", ": ".join(filter(None, (in_language(content["kind"]), in_language(content["topic"]))))
    )
    event.add("location", content["place"])
    event.add("description", "\n".join([*titles, link]))
    event.add("url", link)
    event.add("status", "CANCELLED" if content["off"] else "CONFIRMED")
    return event

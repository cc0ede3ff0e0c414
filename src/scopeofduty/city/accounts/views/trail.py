"""The audit trail, to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.audit import Event, label
from scopeofduty.city.accounts.models import AuditEvent
from scopeofduty.city.accounts.roles import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50
LONGEST_NAME = 150  # of a user name; a longer one is nobody's


@requires(Permission.AUDIT_READ)
def audit(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first; ``?event=`` narrows it to one kind, ``?person=`` to one user name."""
    events = AuditEvent.objects.select_related("actor")
    chosen, person = request.GET.get("event", ""), request.GET.get("person", "").strip()[:LONGEST_NAME]
    if chosen in Event.values:
        events = events.filter(event=chosen)
    if person:
        events = events.filter(actor__username=person) | events.filter(subject__startswith=person)
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/audit.html",
        {
            "page": page,
            "rows": [(row, label(row.event)) for row in page],
            "events": Event.choices,
            "chosen": chosen,
            "person": person,
        },
    )

"""Reviews: the queue, and one decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock.port import now
from scopeofduty.city.contacts import reading, reviews
from scopeofduty.city.contacts.entry import EntryRefusedError, frame_at
from scopeofduty.city.contacts.models import Review
from scopeofduty.city.contacts.record import read_values
from scopeofduty.city.contacts.views.recording import REFUSED
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

DECIDED_SHOWN = 20


@requires(Permission.REVIEW_DECIDE)
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for this supervisor, overdue first in each department, and what was decided last."""
    decided = Review.objects.exclude(state=Review.State.OPEN).select_related("decided_by", "contact")
    own = request.user.department.slug if request.user.department else None
    context = {
        "waiting": [(review, review.contact.latest()) for review in reviews.queue_for(request.user)],
        "decided": decided.order_by("-decided_at")[:DECIDED_SHOWN],
        "at": now(),
        "own": own,
    }
    return render(request, "contacts/reviews.html", context)


@requires(Permission.REVIEW_DECIDE)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one review with what was answered and done; take the decision."""
    found = Review.objects.filter(pk=pk).select_related("contact__recorded_by", "decided_by").first()
    if found is None:
        raise Http404(_("There is no such review."))
    refused: EntryRefusedError | None = None
    sent = {name: request.POST.get(name, "") for name in ("state", "reason", "sent_to")}
    if request.method == "POST":
        try:
            reviews.decide(found, **sent, by=request.user, at=now())
        except EntryRefusedError as error:
            refused = error
        else:
            messages.success(request, _("Decided. Whoever recorded the contact sees it."))
            return redirect("contacts:reviews")
    latest = found.contact.latest()
    values = read_values(latest)
    city = City.objects.first()
    context = {
        "review": found,
        "answer": reading.answer_shown(values.get("determination")),
        "decision": reading.by_section(latest, frame_at(now())),
        "why_not": reviews.why_not(found, request.user),
        "body": city.reporting_contact if city else "",
        "sent": sent,
        "problems": refused.problems if refused else {},
        "at": now(),
    }
    return render(request, "contacts/review.html", context, status=REFUSED if refused else 200)

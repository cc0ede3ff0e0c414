"""Clocks that ran out, departures that arrived, holds and the retention schedule."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.agreements import projecting as agreements
from scopeofduty.city.clock import port
from scopeofduty.city.handling import clocks, departures, inbox, keeping
from scopeofduty.city.handling.forms import DepartureForm, HoldForm, ScheduleForm
from scopeofduty.city.handling.jobs import UNREAD
from scopeofduty.city.handling.models import Departure, Escalation, Hold, SignedWithoutVote
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.models import IdentityBox
from scopeofduty.city.roster.keys import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@requires(Permission.REPORT_CLOCKS)
def clocks_page(request: HttpRequest) -> HttpResponse:
    """Show what is overdue and what ran out, without a word of which report."""
    today = day_of(port.now())
    context = {
        "overdue": clocks.overdue(today),
        "late": clocks.late_arrivals(today),
        "escalations": Escalation.objects.order_by("-due").values_list("what", "due"),
        "unread": inbox.unread_for_long(today - UNREAD),
    }
    return render(request, "handling/clocks.html", context)


@requires(Permission.IDENTITY_BOX)
def boxes(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return every case's identity box, real and decoy, for `duty match` on a computer without network."""
    rows = IdentityBox.objects.filter(case__purged_on=None).select_related("case").order_by("case_id")
    listed = [
        {"case": row.case_id, "day": row.case.day.isoformat(), "box": b64encode(bytes(row.data)).decode()}
        for row in rows
    ]
    answer = JsonResponse({"boxes": listed})
    answer["Content-Disposition"] = 'attachment; filename="identity-boxes.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.REPORT_RECEIVE)
def departures_page(request: HttpRequest) -> HttpResponse:
    """List the departures that a supervisor could not justify, and agreements signed without a vote."""
    context = {
        "departures": Departure.objects.select_related("review__contact", "decided_by"),
        "unvoted": SignedWithoutVote.objects.select_related("violation__agreement", "decided_by"),
    }
    return render(request, "handling/departures.html", context)


@requires(Permission.REPORT_RECEIVE)
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one departure, and take what was found."""
    found = get_object_or_404(Departure.objects.select_related("review__contact"), pk=pk)
    return _arrived(request, found, "handling/departure.html")


@requires(Permission.REPORT_RECEIVE)
def unvoted(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one agreement that was signed without a vote, and take what was found."""
    rows = SignedWithoutVote.objects.select_related("violation__agreement__signature")
    return _arrived(request, get_object_or_404(rows, pk=pk), "handling/unvoted.html")


def _arrived(request: HttpRequest, found: Departure | SignedWithoutVote, template: str) -> HttpResponse:
    form = DepartureForm(request.POST or None, initial={"state": found.state})
    if isinstance(found, SignedWithoutVote):
        del form.fields["violation"]  # its class is clear
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            told = {"by": request.user, "at": port.now(), "violation": given.get("violation", "")}
            departures.decide(found, given["state"], given["said"], **told)
            if isinstance(found, SignedWithoutVote):
                agreements.project()  # the finding stands beside the agreement, in public
            messages.success(request, _("Written down."))
            return redirect("handling:departures")
        except RefusedError as error:
            form.add_error(None, str(error))
    may = departures.may_decide(found, request.user) and found.state not in departures.DECIDED
    context = {"departure": found, "form": form, "may": may}
    return render(request, template, context, status=400 if form.errors else 200)


@requires(Permission.REPORT_HOLD, Permission.REPORT_RETAIN)
def keeping_page(request: HttpRequest) -> HttpResponse:
    """Show the retention schedule and the holds, and take changes of them."""
    forms = {"hold": HoldForm(), "schedule": ScheduleForm()}
    if request.method == "POST":
        act = request.POST.get("do", "")
        if act not in DOES:
            raise Http404
        if act in forms:
            forms[act] = type(forms[act])(request.POST)
        try:
            if act not in forms or forms[act].is_valid():
                DOES[act](request, forms.get(act))
                return redirect("handling:keeping")
        except RefusedError as error:
            messages.error(request, str(error))
    context = {
        "forms": forms,
        "schedule": keeping.schedule(),
        "holds": Hold.objects.filter(lifted_at=None).select_related(
            "placed_by", "confirmed_by", "lift_asked_by"
        ),
        "may_hold": request.user.may(Permission.REPORT_HOLD),
        "may_retain": request.user.may(Permission.REPORT_RETAIN),
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "handling/keeping.html", context, status=400 if bad else 200)


def _place(request: HttpRequest, form: HoldForm) -> None:
    given = form.cleaned_data
    keeping.place(given["case"], given["matter"], by=request.user, at=port.now())


def _schedule(request: HttpRequest, form: ScheduleForm) -> None:
    if not request.user.may(Permission.REPORT_RETAIN):
        raise PermissionDenied(Permission.REPORT_RETAIN)
    keeping.set_schedule(**form.cleaned_data, by=request.user, at=port.now())


def _hold(request: HttpRequest) -> Hold:
    text = request.POST.get("hold", "")
    return get_object_or_404(
        Hold, pk=int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    )


def _confirm(request: HttpRequest, _form: None) -> None:
    keeping.confirm(_hold(request), by=request.user, at=port.now())


def _lift(request: HttpRequest, _form: None) -> None:
    keeping.ask_to_lift(_hold(request), by=request.user, at=port.now())


DOES: dict[str, Callable[..., None]] = {
    "hold": _place,
    "schedule": _schedule,
    "confirm": _confirm,
    "lift": _lift,
}

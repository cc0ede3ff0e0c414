"""The register's pages: the list, one point with its history, and a point entered by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.points import deciding, listing
from scopeofduty.city.points.forms import EnterForm, ReasonForm
from scopeofduty.city.points.models import Point, Unread
from scopeofduty.city.points.shown import said
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50


@requires(Permission.POINT_READ)
def register(request: HttpRequest) -> HttpResponse:
    """List collection points: those to settle first."""
    at = port.now()
    shown = listing.asked(request.GET)
    found = Paginator(listing.points(shown, at), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "shows": listing.SHOWS,
        "points": found,
        "departments": Department.objects.all(),
        "unread": Unread.objects.filter(read_at=None).count(),
        "today": today(at),
        "may_settle": request.user.may(Permission.POINT_SETTLE),
        "may_import": request.user.may(Permission.SWEEP_IMPORT),
        "others": "&".join(f"{k}={v}" for k, v in request.GET.items() if k != "page" and v.isalnum()),
    }
    return render(request, "points/register.html", context)


@requires(Permission.POINT_READ)
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one point: what it collects, what the law says of it, what was decided, its history."""
    found = get_object_or_404(
        Point.objects.select_related("department", "service", "owner", "obligation"), pk=pk
    )
    asked = deciding.proposal_of(found)
    context = {
        "point": found,
        "law": said(found.law),
        "places": found.places.all(),
        "events": found.events.select_related("by"),
        "asked": asked,
        "today": today(port.now()),
        "may_settle": request.user.may(Permission.POINT_SETTLE),
        "may_confirm": bool(asked) and request.user.may(Permission.POINT_CONFIRM),
        "own": bool(asked) and asked["by"] == request.user,
        "form": ReasonForm(),
    }
    return render(request, "points/point.html", context)


@requires(Permission.POINT_SETTLE)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a point that no sweep can find."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = deciding.enter(
            Point(
                department=given["department"],
                service=given["service"],
                system=given["system"],
                information=given["information"],
                verb=given["verb"],
                text=given["text"],
            ),
            by=request.user,
            at=port.now(),
        )
        messages.success(request, _("Entered. Decide now what becomes of it."))
        return redirect("points:point", made.pk)
    context = {"form": form, "title": _("Enter a collection point"), "action": _("Enter it")}
    return render(request, "points/form.html", context, status=400 if form.errors else 200)

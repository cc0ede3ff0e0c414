"""Pages on which a point is decided: one or several at once, and counsel as the second person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.points import deciding
from scopeofduty.city.points.deciding import RefusedError, Settling
from scopeofduty.city.points.forms import MOST_AT_ONCE, AssignForm, ReasonForm, SettleForm
from scopeofduty.city.points.models import Decision, Point
from scopeofduty.city.points.shown import said

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_TICKED = re.compile(r"([0-9]{1,15})(?:-([0-9]{1,9}))?")


@requires(Permission.POINT_SETTLE)
def settle(request: HttpRequest) -> HttpResponse:
    """Decide of the points that were ticked."""
    sent = request.POST if request.method == "POST" else request.GET
    seen = _ticked(sent.getlist("point"))
    points = list(
        Point.objects.filter(pk__in=seen, gone_on=None).select_related("department", "service", "obligation")
    )
    if not points:
        messages.warning(request, _("Tick at least one point first."))
        return redirect("points:register")
    at = port.now()
    form = SettleForm(request.POST if request.method == "POST" else None, points=points, today=today(at))
    if request.method == "POST" and form.is_valid():
        return _settle_each(request, points, seen, form)
    context = {
        "form": form,
        "points": [(point, said(point.law)) for point in points],
        "title": _("Settle it") if len(points) == 1 else _("Settle these"),
    }
    return render(request, "points/settle.html", context, status=400 if form.errors else 200)


def _ticked(values: list[str]) -> dict[int, int | None]:
    """Return the ids that were ticked, each with the state in which the person saw it."""
    found = [match for value in values[:MOST_AT_ONCE] if (match := _TICKED.fullmatch(value))]
    return {int(match[1]): int(match[2]) if match[2] else None for match in found}


def _settle_each(
    request: HttpRequest, points: list[Point], seen: dict[int, int | None], form: SettleForm
) -> HttpResponse:
    given = form.cleaned_data
    settling = Settling(
        decision=Decision(given["decision"]),
        reason=given["reason"],
        expires_on=given["expires_on"],
        obligation=given["obligation"],
        owner=given["owner"],
        system=given["system"],
    )
    at, done = port.now(), 0
    for point in points:
        as_seen = seen[point.pk]
        try:
            deciding.settle(
                point.pk, point.seq if as_seen is None else as_seen, settling, by=request.user, at=at
            )
            done += 1
        except RefusedError as error:
            messages.error(request, str(error))
    if done and settling.decision is Decision.REQUIRED:
        messages.success(request, _("Counsel has it: a second person confirms “required by law”."))
    elif done:
        messages.success(
            request, ngettext("%(n)s point is settled.", "%(n)s points are settled.", done) % {"n": done}
        )
    return redirect(reverse("points:point", args=[points[0].pk]) if len(points) == 1 else "points:register")


@requires(Permission.POINT_SETTLE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a point to a department and form."""
    point = get_object_or_404(Point, pk=pk)
    initial = {"department": point.department_id, "service": point.service_id}
    form = AssignForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            deciding.assign(
                pk,
                _seen(request, point),
                department=given["department"],
                service=given["service"],
                by=request.user,
                at=port.now(),
            )
            messages.success(request, _("Given to %(department)s.") % {"department": given["department"]})
        except RefusedError as error:
            messages.error(request, str(error))
        return redirect("points:point", pk)
    context = {"form": form, "title": _("Whose is it?"), "action": _("Give it"), "point": point}
    return render(request, "points/form.html", context, status=400 if form.errors else 200)


@requires(Permission.POINT_CONFIRM)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as counsel that a law requires a point, or decline with a reason."""
    point = get_object_or_404(Point, pk=pk)
    if request.method != "POST":
        return redirect("points:point", pk)
    form = ReasonForm(request.POST)
    try:
        if request.POST.get("do") == "confirm":
            deciding.confirm(pk, _seen(request, point), by=request.user, at=port.now())
            messages.success(request, _("Confirmed. The public reads it from the next window on."))
        elif form.is_valid():
            reason = form.cleaned_data["reason"]
            deciding.decline(pk, _seen(request, point), reason=reason, by=request.user, at=port.now())
            messages.success(request, _("Declined. What was decided before stands."))
        else:
            messages.error(request, " ".join(form.errors["reason"]))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("points:point", pk)


@requires(Permission.POINT_SETTLE)
def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a point entered by hand is gone."""
    point = get_object_or_404(Point, pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            deciding.say_gone(pk, _seen(request, point), reason=reason, by=request.user, at=port.now())
            messages.success(request, _("Written down: it is no longer there."))
        except RefusedError as error:
            messages.error(request, str(error))
        return redirect("points:point", pk)
    context = {
        "form": form,
        "title": _("It is no longer there"),
        "action": _("Write it down"),
        "point": point,
    }
    return render(request, "points/form.html", context, status=400 if form.errors else 200)


def _seen(request: HttpRequest, point: Point) -> int:
    """Return the state in which the person saw the point; without one, the one it has now."""
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else point.seq

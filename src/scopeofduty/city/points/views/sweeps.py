"""Pages for sweeps: take one in, see what nobody could read, say which folder is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.points import importing, sweep_file
from scopeofduty.city.points.forms import PathRuleForm, SweepForm
from scopeofduty.city.points.models import PathRule, Point, Sweep, Unread

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.points.importing import Outcome

SHOWN = 200


@requires(Permission.SWEEP_IMPORT)
def sweeps(request: HttpRequest) -> HttpResponse:
    """Take a sweep in; list those taken before and every part that nobody has read."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SweepForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            swept = sweep_file.read(file.read(sweep_file.LARGEST + 1))
            _tell(request, importing.take(swept, by=request.user, at=port.now()))
            return redirect("points:sweeps")
        except sweep_file.UnreadableSweepError as error:
            form.add_error("file", str(error))
    unread = Unread.objects.filter(read_at=None)
    context = {
        "form": form,
        "sweeps": Sweep.objects.select_related("by")[:SHOWN],
        "unread": unread[:SHOWN],
        "unread_count": unread.count(),
        "unassigned": Point.objects.filter(department=None, gone_on=None).count(),
    }
    return render(request, "points/sweeps.html", context, status=400 if form.errors else 200)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.known:
        messages.warning(request, _("This file was taken in before; nothing changed."))
        return
    counts = outcome.as_json()
    told = (
        ngettext("%(found)s new point to settle", "%(found)s new points to settle", outcome.found),
        _("%(again)s seen again, %(gone)s proven gone, %(back)s there again"),
        ngettext("%(unread)s part was not read", "%(unread)s parts were not read", outcome.unread),
    )
    messages.success(request, f"{'; '.join(told)}." % counts)
    if outcome.unassigned:
        said = ngettext(
            "%(unassigned)s point belongs to no department yet: give it one, or write a rule for the path.",
            "%(unassigned)s points belong to no department yet: give them one, or write a rule for the path.",
            outcome.unassigned,
        )
        messages.warning(request, said % counts)


@requires(Permission.SWEEP_IMPORT)
def paths(request: HttpRequest) -> HttpResponse:
    """Say which department the files of a path belong to; a folder with a department's name needs no rule."""
    form = PathRuleForm(request.POST if request.method == "POST" and "drop" not in request.POST else None)
    if request.method == "POST" and "drop" in request.POST:
        told = request.POST["drop"]
        rule = get_object_or_404(
            PathRule, pk=int(told) if told.isascii() and told.isdigit() and len(told) < 15 else 0
        )
        audit.record(audit.Event.PATH_RULE_CHANGED, actor=request.user, subject=f"- {rule}", at=port.now())
        rule.delete()
        messages.success(request, _("The rule is gone. Points keep their department."))
        return redirect("points:paths")
    if request.method == "POST" and form.is_valid():
        rule = form.save()
        audit.record(audit.Event.PATH_RULE_CHANGED, actor=request.user, subject=f"+ {rule}", at=port.now())
        messages.success(request, _("The rule holds from the next sweep on."))
        return redirect("points:paths")
    rules = PathRule.objects.select_related("department", "service")
    return render(
        request, "points/paths.html", {"form": form, "rules": rules}, status=400 if form.errors else 200
    )

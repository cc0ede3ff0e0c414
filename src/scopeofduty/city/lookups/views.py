"""Pages for the records officer and the monitor: which look-ups served immigration enforcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.lookups import counting, taking
from scopeofduty.city.lookups.forms import LogForm, SettleForm
from scopeofduty.city.lookups.models import LookupGroup, LookupLog, Served
from scopeofduty.sweep.readers.source import Source

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 50


@requires(Permission.LOOKUP_READ)
def lookups(request: HttpRequest) -> HttpResponse:
    """Show what the logs add up to, the groups to settle, and the logs taken in."""
    shown = request.GET.get("show", "")
    served = shown if shown in Served.values else ""
    waiting = counting.unsettled().select_related("log")
    found = waiting.filter(served=served) if served else waiting
    logs = list(LookupLog.objects.select_related("by"))
    context = {
        "rows": counting.rows(logs),
        "agencies": counting.agencies(),
        "found_out": counting.found_out(),
        "groups": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "logs": logs,
        "shown": served,
        "shows": Served.choices,
        "settled": LookupGroup.objects.exclude(settlements=None).distinct().select_related("log")[:A_PAGE],
        "may_import": request.user.may(Permission.LOOKUP_IMPORT),
    }
    return render(request, "lookups/lookups.html", context)


@requires(Permission.LOOKUP_IMPORT)
def take(request: HttpRequest) -> HttpResponse:
    """Take a log in."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LogForm(*sent)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        try:
            log, new = taking.take(
                Source(file.name, file.read(taking.LARGEST + 1)),
                name=given["name"],
                listed=given["agencies"],
                home_state=given["home_state"],
                by=request.user,
                at=port.now(),
            )
            _tell(request, log, new=new)
            return redirect("lookups:lookups")
        except taking.UnreadableLogError as error:
            form.add_error("file", str(error))
    return render(request, "lookups/take.html", {"form": form}, status=400 if form.errors else 200)


def _tell(request: HttpRequest, log: LookupLog, *, new: bool) -> None:
    if not new:
        messages.warning(request, _("This log was taken in before; nothing changed."))
        return
    by = log.counts["by"]
    told = _(
        "%(lookups)s look-ups: %(served)s served immigration enforcement, %(possible)s may have, "
        "%(untold)s tell nothing; %(unread)s rows were not read."
    )
    counts = {"lookups": log.counts["lookups"], "unread": log.counts["not_read"]}
    counts |= {
        "served": by.get("served", 0),
        "possible": by.get("possible", 0),
        "untold": by.get("not told", 0),
    }
    messages.success(request, told % counts)
    if repeated := log.counts["again"]:
        said = ngettext(
            "%(n)s look-up stood in an earlier log and is not counted again.",
            "%(n)s look-ups stood in an earlier log and are not counted again.",
            repeated,
        )
        messages.info(request, said % {"n": repeated})


@requires(Permission.LOOKUP_READ)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Show look-ups that are alike, and write down what was found out."""
    found = get_object_or_404(LookupGroup.objects.select_related("log"), pk=pk)
    if request.method == "POST" and not request.user.may(Permission.LOOKUP_IMPORT):
        raise PermissionDenied(Permission.LOOKUP_IMPORT)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        taking.settle(pk, given["found"], given["reason"], by=request.user, at=port.now())
        messages.success(request, _("Written down."))
        return redirect("lookups:lookups")
    context = {
        "group": found,
        "settlements": found.settlements.select_related("by"),
        "form": form,
        "may_settle": request.user.may(Permission.LOOKUP_IMPORT),
    }
    return render(request, "lookups/group.html", context, status=400 if form.errors else 200)

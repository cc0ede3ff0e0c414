"""Reconciliation pages: what the dispatch centre heard and the log doesn't hold."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.profile.models import City
from scopeofduty.city.reconciliation import export as exports
from scopeofduty.city.reconciliation.forms import ExportForm, HandOverForm, SettleForm
from scopeofduty.city.reconciliation.models import DispatchCall
from scopeofduty.city.reconciliation.reconciling import NotOpenError, hand_over, reconcile, settle
from scopeofduty.city.rows import UnreadableFileError, rows_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 200


@requires(Permission.DISPATCH_RECONCILE)
def calls(request: HttpRequest) -> HttpResponse:
    """Show open calls, hold an export against the log, and list what was settled."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ExportForm(*sent, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            return _hold(request, form)
        except UnreadableFileError as error:
            form.add_error("file", str(error))
    found = DispatchCall.objects.select_related("owner", "contact", "settled_by")
    context = {
        "form": form,
        "now": port.now(),
        "open": found.filter(state=DispatchCall.State.OPEN),
        "settled": found.exclude(state=DispatchCall.State.OPEN).order_by("-received_at")[:SHOWN],
    }
    return render(request, "reconciliation/calls.html", context, status=400 if form.errors else 200)


def _hold(request: HttpRequest, form: ExportForm) -> HttpResponse:
    city = City.objects.first()
    zone = ZoneInfo(city.zone if city else "UTC")
    file = form.cleaned_data["file"]
    export = exports.read(rows_in(file.name, file.read(), "event"), zone)
    outcome = reconcile(export, owner=form.cleaned_data["owner"], at=port.now())
    told = _(
        "%(calls)s calls speak of federal officers: %(matched)s are in the log, %(open)s are not, "
        "%(known)s were settled before. %(others)s other calls were passed over.",
    )
    counts = {"calls": len(export.calls), "others": export.others}
    counts |= {"matched": outcome.matched, "open": outcome.open, "known": outcome.known}
    messages.success(request, told % counts)
    for line, problem in export.unread:
        messages.warning(
            request, _("Line %(line)s was not read: %(problem)s") % {"line": line, "problem": problem}
        )
    return redirect("reconciliation:list")


@requires(Permission.DISPATCH_RECONCILE)
def one_call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Settle one call, or hand it to somebody else."""
    call = get_object_or_404(DispatchCall.objects.select_related("owner", "contact"), pk=call_id)
    handing = request.POST.get("do") == "hand over"
    form = SettleForm(request.POST if request.method == "POST" and not handing else None)
    other = HandOverForm(request.POST if handing else None, initial={"owner": call.owner})
    if request.method == "POST":
        bound = other if handing else form
        if bound.is_valid():
            return _done(request, call, bound)
    context = {"call": call, "form": form, "other": other, "now": port.now()}
    return render(
        request, "reconciliation/call.html", context, status=400 if form.errors or other.errors else 200
    )


def _done(request: HttpRequest, call: DispatchCall, form: SettleForm | HandOverForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        if isinstance(form, HandOverForm):
            hand_over(call.pk, to=given["owner"])
            messages.success(request, _("The call has another owner now."))
        else:
            settle(call.pk, contact=given["number"], reason=given["reason"], by=request.user, at=port.now())
            messages.success(request, _("The call is settled."))
    except NotOpenError as error:
        messages.warning(request, _("Somebody settled it meanwhile: %(call)s") % {"call": error})
    return redirect("reconciliation:list")

"""Counts by channel and certified nil returns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock.port import now
from scopeofduty.city.contacts import nil
from scopeofduty.city.contacts.choices import CHANNEL
from scopeofduty.city.contacts.entry import EntryRefusedError, frame_at
from scopeofduty.city.contacts.models import NilCertificate
from scopeofduty.city.contacts.views.recording import REFUSED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict


@requires(Permission.DISPATCH_RECONCILE)
def counts(request: HttpRequest) -> HttpResponse:
    """Show what each channel brought in a period; certify one that brought nothing."""
    frame = frame_at(now())
    sent = request.POST if request.method == "POST" else request.GET
    problems: dict[str, list[str]] = {}
    start, end = _period(sent, frame.at.astimezone(frame.zone).date(), problems)
    if request.method == "POST" and not problems:
        try:
            nil.certify(sent.get("channel", ""), start, end, zone=frame.zone, by=request.user, at=frame.at)
        except EntryRefusedError as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Certified: nothing came this way in the period."))
            return redirect(f"{reverse('contacts:counts')}?from={start}&to={end}")
    found = nil.counts(start, end, frame.zone)
    signed = {each.channel: each for each in NilCertificate.objects.filter(start=start, end=end)}
    context = {
        "start": start,
        "end": end,
        "rows": [(value, label, found[value], signed.get(value)) for value, label in CHANNEL],
        "total": sum(found.values()),
        "problems": problems,
        "certificates": NilCertificate.objects.select_related("signed_by")[:50],
    }
    return render(request, "contacts/counts.html", context, status=REFUSED if problems else 200)


def _period(sent: QueryDict, today: date, problems: dict[str, list[str]]) -> tuple[date, date]:
    """Read the period; without one, last month."""
    end = today.replace(day=1) - timedelta(days=1)
    days = {"from": end.replace(day=1), "to": end}
    for name, default in tuple(days.items()):
        text = sent.get(name, "")
        try:
            days[name] = date.fromisoformat(text) if text else default
        except ValueError:
            message = _("“%(given)s” is not a date. Write it like 2026-11-23.")
            problems[name] = [message % {"given": text[:40]}]
    if days["to"] < days["from"] and not problems:
        problems["to"] = [_("The period ends before it begins.")]
    return days["from"], days["to"]

"""The clock's page: what is due, what was done, what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import all_jobs, due, next_window
from scopeofduty.city.clock.models import Job

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 60


@requires(Permission.CLOCK_READ)
def jobs(request: HttpRequest) -> HttpResponse:
    """Show each job with its next window, what is overdue, and the last windows done."""
    now = port.now()
    context = {
        "now": now,
        "jobs": [{"job": job, "next": next_window(job, now)} for job in all_jobs()],
        "due": due(now),
        "failed": Job.objects.filter(done_at=None).exclude(error=""),
        "done": Job.objects.exclude(done_at=None).order_by("-window", "name")[:SHOWN],
    }
    return render(request, "clock/jobs.html", context)

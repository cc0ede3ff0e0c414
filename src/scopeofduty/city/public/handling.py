"""Public pages on reports: figures of closed half-years, and the proof of having reported."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.public.models import PublicCommitments, PublicReportFigures
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.retaliation_law import regimes
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from django.http import HttpRequest

VIOLATIONS = {
    "inquired": _("Asked about, wrote down or shared immigration information"),
    "resources": _("Used public money, staff, places or databases for immigration enforcement"),
    "agreement": _("Made an agreement or a contract for immigration enforcement"),
    "perimeter": _("Gave traffic control, a perimeter or other support at an operation"),
    "investigated": _("Investigated, stopped, questioned or arrested for immigration reasons"),
    "access": _("Let federal officers into a place or to a person that is not public"),
    "held": _("Held somebody longer, or handed somebody over"),
    "retaliation": _("Punished or threatened somebody who reported or helped"),
    "other": _("Something else"),
}
OUTCOMES = {
    "sustained": _("a violation was found"),
    "not_sustained": _("no violation was found"),
    "not_investigated": _("a question, or out of scope"),
}
CLOCKS = {
    "acknowledge": _("acknowledged late"),
    "finding": _("finding late"),
    "feedback": _("feedback late"),
    "departure": _("departures decided late"),
}


def _rows(figures: PublicReportFigures) -> list[dict[str, Any]]:
    counts = {(violation, outcome): count for violation, outcome, count in figures.cells}
    return [
        {"violation": label, "counts": [counts.get((violation, outcome), 0) for outcome in OUTCOMES]}
        for violation, label in VIOLATIONS.items()
        if any((violation, outcome) in counts for outcome in OUTCOMES)
    ]


@published
def report_figures(request: HttpRequest) -> HttpResponse:
    """Show how many reports of each class ended how, half-year by half-year."""
    periods = [
        {
            "period": figures.period,
            "rows": _rows(figures),
            "overdue": [(CLOCKS[what], count) for what, count in figures.overdue.items() if what in CLOCKS],
        }
        for figures in PublicReportFigures.objects.all()
    ]
    return page(request, "report_figures.html", periods=periods, outcomes=OUTCOMES.values())


@published
def report_figures_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the figures as JSON or CSV; a count that is left out is null, or empty."""
    rows = [
        {"period": figures.period, "violation": violation, "outcome": outcome, "count": count}
        for figures in PublicReportFigures.objects.all()
        for violation, outcome, count in figures.cells
    ]
    if suffix == "json":
        overdue = {figures.period: figures.overdue for figures in PublicReportFigures.objects.all()}
        return JsonResponse({"figures": rows, "overdue": overdue}, json_dumps_params={"sort_keys": True})
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.DictWriter(answer, ["period", "violation", "outcome", "count"])
    writer.writeheader()
    writer.writerows(rows)
    return answer


@published
def protected_activity(request: HttpRequest) -> HttpResponse:
    """Explain the proof of having reported, find and verify it in the browser, and count deadlines down."""
    days = [day.isoformat() for day in PublicCommitments.objects.values_list("day", flat=True)]
    return page(request, "protected_activity.html", days=days, regimes=regimes())


@published
def commitments(request: HttpRequest, day: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return a day's 64 commitments as they stand in the register."""
    try:
        found = PublicCommitments.objects.filter(day=date.fromisoformat(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.data), content_type="application/octet-stream")

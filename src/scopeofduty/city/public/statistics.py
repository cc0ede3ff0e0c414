"""Statistics of closed periods: months of which nothing is sealed any more, or is openly delayed."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse

from scopeofduty.city.public.models import PublicPeriod, in_language
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

COLUMNS = ("from", "to", "published", "what", "value", "count", "certified")


@published
def statistics(request: HttpRequest) -> HttpResponse:
    """Show each closed period: contacts by channel and answer, nil returns, the dispatch centre's calls."""
    periods = [{"period": period, "counts": _worded(period.counts)} for period in PublicPeriod.objects.all()]
    return page(request, "statistics.html", periods=periods)


@published
def statistics_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the same as JSON, or as CSV with one count a row."""
    periods = list(PublicPeriod.objects.all())
    if suffix == "json":
        told = [_dates(period) | period.counts for period in periods]
        return JsonResponse({"periods": told}, json_dumps_params={"sort_keys": True})
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.DictWriter(answer, COLUMNS)
    writer.writeheader()
    for period in periods:
        writer.writerows(_dates(period) | row for row in _flat(period.counts))
    return answer


def _worded(counts: dict[str, Any]) -> dict[str, Any]:
    def worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | {"label": in_language(row["label"])} for row in rows]

    return counts | {"channels": worded(counts["channels"]), "answers": worded(counts["answers"])}


def _dates(period: PublicPeriod) -> dict[str, str]:
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "published": period.window.isoformat(),
    }


def _flat(counts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"what": "contacts", "value": "all", "count": counts["contacts"]}
    for row in counts["channels"]:
        certified = "yes" if row["certified"] else ""
        yield {"what": "channel", "value": row["value"], "count": row["count"], "certified": certified}
    for row in counts["answers"]:
        yield {"what": "answer", "value": row["value"], "count": row["count"]}
    for name, count in counts["calls"].items():
        yield {"what": "dispatch call", "value": name, "count": count}

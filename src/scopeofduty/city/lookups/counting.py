"""What the logs add up to: look-ups by judgement, by agency, and what people found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from scopeofduty.city.lookups.models import LookupGroup, LookupLog, Served

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class Row:
    """One judgement: how many look-ups, and how many of them by agencies with a 287(g) agreement."""

    label: str
    lookups: int
    partners: int


def rows(logs: Iterable[LookupLog]) -> list[Row]:
    """Return how the look-ups of some logs were judged, what gave another reason at the end."""
    kept = list(logs)
    named = [(value, str(label)) for value, label in Served.choices]
    return [
        Row(label, _sum(kept, "by", value), _sum(kept, "by_partners", value))
        for value, label in [*named, ("not", "")]
    ]


def _sum(logs: Iterable[LookupLog], part: str, value: str) -> int:
    return sum(log.counts.get(part, {}).get(value, 0) for log in logs)


def agencies(limit: int = 20) -> list[dict[str, object]]:
    """Return the agencies whose look-ups served or may have served immigration enforcement, most first."""
    found = LookupGroup.objects.filter(served__in=[Served.SERVED, Served.POSSIBLE])
    return list(
        found.values("agency", "partner")
        .annotate(lookups=Sum("count"))
        .order_by("-lookups", "agency")[:limit]
    )


def unsettled() -> QuerySet[LookupGroup]:
    """Return the groups that nobody has settled."""
    return LookupGroup.objects.filter(settlements=None)


def found_out() -> dict[str, int]:
    """Return how many look-ups were settled, by what a person found out last."""
    counts: dict[str, int] = {}
    for group in LookupGroup.objects.exclude(settlements=None).distinct().prefetch_related("settlements"):
        last = list(group.settlements.all())[-1]
        counts[last.get_found_display()] = counts.get(last.get_found_display(), 0) + group.count
    return counts

"""Which points a page of the register shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.points.models import Decision, Point
from scopeofduty.city.points.reminding import ending

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from scopeofduty.city.accounts.models import User

SHOWS: dict[str, _StrPromise] = {
    "open": _("To settle"),
    "confirm": _("Wait for counsel"),
    "ending": _("End soon"),
    "law": _("The law's answer changed"),
    "decided": _("Decided"),
    "gone": _("No longer there"),
    "all": _("All"),
}


@dataclass(frozen=True)
class Shown:
    """What was asked for: which state, which department, which words."""

    show: str
    department: str
    words: str


def asked(sent: QueryDict) -> Shown:
    """Read what a page was asked to show; what isn't known counts as not asked."""
    show = sent.get("show", "open")
    return Shown(
        show if show in SHOWS else "open", sent.get("department", "")[:40], sent.get("words", "")[:80].strip()
    )


def standing() -> QuerySet[Point]:
    """Return the points that are there."""
    return Point.objects.filter(gone_on=None)


def to_settle() -> QuerySet[Point]:
    """Return the points that nobody has decided, or that the law answers otherwise since."""
    return standing().filter(Q(decision=Decision.OPEN, proposed={}) | ~Q(law_changed_on=None))


def to_confirm(person: User | None = None) -> QuerySet[Point]:
    """Return the points that wait for a second person, without those that ``person`` asked for."""
    found = standing().exclude(proposed={})
    return found.exclude(proposed__by=person.pk) if person else found


def points(shown: Shown, at: datetime) -> QuerySet[Point]:
    """Return the points that a page shows."""
    found = {
        "open": to_settle,
        "confirm": to_confirm,
        "ending": lambda: ending(at),
        "law": lambda: standing().exclude(law_changed_on=None),
        "decided": lambda: standing().exclude(decision=Decision.OPEN),
        "gone": lambda: Point.objects.exclude(gone_on=None),
        "all": Point.objects.all,
    }[shown.show]()
    if shown.department == "none":
        found = found.filter(department=None)
    elif shown.department:
        found = found.filter(department__slug=shown.department)
    if shown.words:
        found = found.filter(
            Q(system__icontains=shown.words)
            | Q(text__icontains=shown.words)
            | Q(places__file__icontains=shown.words)
        ).distinct()
    return found.select_related("department", "service", "owner", "obligation").prefetch_related("places")

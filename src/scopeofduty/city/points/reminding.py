"""Decisions end: owners are reminded before, and after the day the point waits to be settled again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.collection.register import today
from scopeofduty.city.mailing import send_in_both
from scopeofduty.city.points import history
from scopeofduty.city.points.judging import Law
from scopeofduty.city.points.models import COLLECTS, EXPIRES, Decision, Point, PointEvent

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from scopeofduty.city.accounts.models import User

BEFORE = timedelta(days=14)
RELATED = ("department", "service", "owner", "obligation")


def ending(at: datetime, owner: User | None = None) -> QuerySet[Point]:
    """Return the points whose decision ends within fourteen days of ``at``, or ended."""
    found = Point.objects.filter(
        gone_on=None, decision__in=EXPIRES, expires_on__lte=today(at) + BEFORE
    ).select_related(*RELATED)
    return found.filter(owner=owner) if owner else found


def remind(window: datetime) -> None:
    """Mail each owner whose points end within fourteen days, once a day; end what is over.

    The mail names no form: it says how many, and where to look.
    """
    addresses = sorted({point.owner.email for point in ending(window) if point.owner and point.owner.email})
    _end(window)
    if addresses:
        transaction.on_commit(lambda: _send(addresses))


def _end(window: datetime) -> None:
    over = Point.objects.filter(gone_on=None, decision__in=EXPIRES, expires_on__lt=today(window))
    for pk in _locked(over):
        point = Point.objects.select_related(*RELATED).get(pk=pk)
        point.decision, point.expires_on = Decision.OPEN, None
        point.confirmed_by = None
        history.write(point, PointEvent.Kind.EXPIRED, at=window)


def _locked(found: QuerySet[Point]) -> list[int]:
    """Take the rows, so that nobody's decision is overwritten; return their ids."""
    # Ordered by the row alone: PostgreSQL locks no row that is joined to one that may not be there.
    return list(found.order_by("pk").select_for_update().values_list("pk", flat=True))


def _send(addresses: list[str]) -> None:
    send_in_both(
        lambda: _("Collection points wait for you"),
        lambda: _(
            "A decision about a form or system of yours ends within fourteen days. "
            "Log in, and look at it again."
        ),
        addresses,
    )


def judge_again(window: datetime) -> None:
    """Put every point to the law of the window's day; a changed answer is written down and flagged."""
    law = Law(today(window))
    _locked(Point.objects.filter(gone_on=None))
    for point in Point.objects.filter(gone_on=None).exclude(department=None).select_related(*RELATED):
        before = point.law
        changed = law.put(point)
        if changed:
            if point.decision in COLLECTS:
                point.law_changed_on = today(window)
            history.write(point, PointEvent.Kind.LAW_CHANGED, at=window)
        elif _rests_on(before) != _rests_on(point.law):
            point.save(update_fields=["law"])


def _rests_on(told: dict[str, object]) -> object:
    """Return an answer without the day on which it was asked."""
    return [
        {**each, "determination": {**each["determination"], "on": None}}  # type: ignore[dict-item]
        for each in told.get("answers", [])  # type: ignore[attr-defined]
    ]

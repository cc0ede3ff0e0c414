"""The history of a point: one event for everything that happens to it, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty.city.points.models import Point, PointEvent

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def as_it_stands(point: Point) -> dict[str, Any]:
    """Return a point's values as its history keeps them."""
    return {
        "system": point.system,
        "department": point.department.slug if point.department else None,
        "service": point.service.slug if point.service else None,
        "information": point.information,
        "owner": point.owner.username if point.owner else None,
        "decision": str(point.decision),
        "reason": point.reason,
        "obligation": point.obligation.law if point.obligation else None,
        "expires_on": point.expires_on.isoformat() if point.expires_on else None,
        "phrase": str(point.phrase),
        "gone_on": point.gone_on.isoformat() if point.gone_on else None,
    }


def event(
    point: Point, kind: PointEvent.Kind, *, at: datetime, by: User | None = None, reason: str = ""
) -> PointEvent:
    """Return the next event of a point that was locked, not yet saved; the point's own `seq` moves on."""
    point.seq += 1
    return PointEvent(
        point=point, seq=point.seq, kind=kind, at=at, by=by, reason=reason, values=as_it_stands(point)
    )


def write(
    point: Point, kind: PointEvent.Kind, *, at: datetime, by: User | None = None, reason: str = ""
) -> None:
    """Save a point that was locked, with its event."""
    happened = event(point, kind, at=at, by=by, reason=reason)
    point.save()
    happened.point = point
    happened.save()

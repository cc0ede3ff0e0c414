"""The public list of what the city collects: written at the publication windows, as things stood then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.collection.models import LegalObligation
from scopeofduty.city.collection.register import today
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.points.models import COLLECTS, Decision, PointEvent, Sweep
from scopeofduty.city.profile.models import Department, Service
from scopeofduty.city.public.models import PublicCollection
from scopeofduty.city.public.router import WRITER

if TYPE_CHECKING:
    from datetime import datetime

TONES = {
    Decision.REQUIRED: "must",
    Decision.PERMITTED: "may",
    Decision.CHANGE: "ask",
    Decision.REMOVE: "no",
    Decision.REVIEW: "ask",
}


def publish(window: datetime) -> None:
    """Show the public what was decided until ``window`` (UTC)."""
    content = content_at(window)
    with transaction.atomic(using=WRITER):
        shown = PublicCollection.objects.using(WRITER).filter(pk=1).first()
        if shown is None or shown.content != content:
            PublicCollection(pk=1, content=content, window=window).save()


def content_at(window: datetime) -> dict[str, Any]:
    """Return the list as it stood at ``window``, from each point's history until then."""
    stood: dict[int, dict[str, Any]] = {}
    for happened in PointEvent.objects.filter(at__lte=window).order_by("point_id", "seq"):
        stood[happened.point_id] = happened.values
    collecting = [
        values for values in stood.values() if values["decision"] in COLLECTS and values["department"]
    ]
    waiting = [v for v in stood.values() if v["decision"] == Decision.OPEN and not v["gone_on"]]
    sweep = Sweep.objects.filter(imported_at__lte=window).first()
    return {
        "rows": _rows(collecting),
        "waiting": len(waiting),
        "swept_on": today(sweep.swept_at).isoformat() if sweep else None,
    }


def _rows(collecting: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row a form, decision and basis, with every kind of information that it collects."""
    departments = {each.slug: (order, each) for order, each in enumerate(Department.objects.all())}
    rows: dict[tuple[Any, ...], set[str]] = {}
    for values in collecting:
        key = tuple(
            values[name] or ""
            for name in ("department", "service", "system", "decision", "obligation", "expires_on", "gone_on")
        )
        rows.setdefault(key, set()).update(values["information"])
    ordered = sorted(rows, key=lambda key: (departments[key[0]][0], key))
    return [_row(key, rows[key], departments[key[0]][1]) for key in ordered]


def _row(key: tuple[Any, ...], information: set[str], department: Department) -> dict[str, Any]:
    _slug, service, system, decision, citation, until, gone = key
    form = Service.objects.filter(slug=service).first() if service else None
    listed = LegalObligation.objects.filter(law=citation, department=department).first() if citation else None
    return {
        "department_slug": department.slug,
        "department": in_both(lambda: department),
        "form": in_both(lambda: form) if form else {"en": system, "es": system},
        "information": [in_both(lambda kind=kind: BY_ID[kind].label) for kind in sorted(information)],
        "decision": in_both(lambda: Decision(decision).label)
        | {"id": decision, "tone": TONES[Decision(decision)]},
        "law": citation or None,
        "asks": in_both(lambda: listed.asked) if listed else {"en": "", "es": ""},
        "source": listed.source if listed else "",
        "until": until or None,
        "until_label": in_both(lambda: _until(decision)),
        "removed_on": gone or None,
    }


def _until(decision: str) -> str:
    return {
        Decision.CHANGE: _("Changed by"),
        Decision.REMOVE: _("Removed by"),
    }.get(Decision(decision), _("Looked at again by"))

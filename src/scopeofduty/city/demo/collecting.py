"""What Riverbend decided of what its first sweep found, and the look-ups of its plate readers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.collection.models import LegalObligation
from scopeofduty.city.collection.register import today
from scopeofduty.city.demo import shared_drive
from scopeofduty.city.demo.corpus import load
from scopeofduty.city.lookups import taking
from scopeofduty.city.lookups.models import LookupGroup, LookupLog
from scopeofduty.city.points import deciding, projecting
from scopeofduty.city.points.deciding import Settling
from scopeofduty.city.points.jobs import JOBS
from scopeofduty.city.points.models import Decision, Point, Sweep
from scopeofduty.sweep.readers.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scopeofduty.city.accounts.models import User

# Which duty a form rests on, by its service; counsel has confirmed all but the last.
REQUIRED = ("hiring-i9", "housing-voucher", "airport-badge", "consular-notice")
UNCONFIRMED = "consular-notice"
REMOVED = ("library-card", "fine-payment")
LOOKUPS = "lookups.yaml"


def collect(people: Mapping[str, User], at: datetime, zone: ZoneInfo) -> None:
    """Fill the shared drive, take in its first sweep, and decide of what it found; twice changes nothing."""
    shared_drive.fill()
    if not Sweep.objects.exists():
        shared_drive.first_sweep(people, at)
        _decide(people, at - shared_drive.FIRST_SWEEP + timedelta(days=3))
    _look_up(people["records"], at)
    window = list(JOBS[-1].rhythm.between(at - timedelta(days=1), at, zone))[-1]
    projecting.publish(window)


def _decide(people: Mapping[str, User], at: datetime) -> None:
    until = today(at) + timedelta(days=365)
    for point in Point.objects.select_related("service"):
        slug = point.service.slug if point.service else ""
        if slug in REQUIRED:
            _require(point, people, at, confirmed=slug != UNCONFIRMED)
        elif slug in REMOVED:
            given = Settling(
                decision=Decision.REMOVE,
                reason="Nobody could name a law for it, and nobody uses the answer.",
                expires_on=until,
                owner=people["library"] if slug == "library-card" else people["clerk"],
            )
            deciding.settle(point.pk, point.seq, given, by=people["it"], at=at)


def _require(point: Point, people: Mapping[str, User], at: datetime, *, confirmed: bool) -> None:
    duties = LegalObligation.objects.filter(service=point.service, kind="duty", withdrawn_on=None)
    duty = next((each for each in duties if set(point.information) <= set(each.information)), None)
    if duty is None:
        return
    given = Settling(
        decision=Decision.REQUIRED,
        reason=f"The form is the one that {duty.law} speaks of.",
        obligation=duty,
        expires_on=today(at) + timedelta(days=365),
    )
    asked = deciding.settle(point.pk, point.seq, given, by=people["it"], at=at)
    if confirmed:
        deciding.confirm(point.pk, asked.seq, by=people["counsel"], at=at + timedelta(days=1))


def _look_up(by: User, at: datetime) -> None:
    if LookupLog.objects.exists():
        return
    told = load(LOOKUPS)
    day = today(at)
    rows = [
        f"{day - timedelta(days=back)} 12:00,{row['agency']},{row['reason']}"
        for row in told["rows"]
        for back in row["days"]
    ]
    source = Source("plate-readers.csv", "\n".join(["Time,Agency,Reason", *rows]).encode())
    taking.take(
        source,
        name=told["name"],
        listed=told["agencies"],
        home_state=told["home_state"],
        by=by,
        at=at - timedelta(days=1),
    )
    for one in told["settled"]:
        group = LookupGroup.objects.filter(agency=one["agency"], reason=one["reason"]).first()
        if group:
            taking.settle(group.pk, one["found"], one["how"], by=by, at=at - timedelta(hours=20))

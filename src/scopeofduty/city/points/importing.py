"""A sweep taken into the register: what it found is to be settled, and only what it proved is gone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.collection.register import today
from scopeofduty.city.points import history
from scopeofduty.city.points.departments import read_departments
from scopeofduty.city.points.judging import Law
from scopeofduty.city.points.kinds import information_of
from scopeofduty.city.points.models import Decision, Place, Point, PointEvent, Sweep, Unread
from scopeofduty.city.points.sweep_file import UnreadableSweepError
from scopeofduty.city.points.wording import shown_text, system_of
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.points.sweep_file import SweepFile
    from scopeofduty.sweep.hit import Hit

CLOCKS_APART = timedelta(days=1)
Kind = PointEvent.Kind


@dataclass
class Outcome:
    """What an import changed: points by what became of them, and the parts that nobody has read."""

    known: bool = False
    found: int = 0
    again: int = 0
    back: int = 0
    gone: int = 0
    unassigned: int = 0
    unread: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def take(swept: SweepFile, *, by: User | None, at: datetime) -> Outcome:
    """Take a sweep into the register, whole or not at all. The same file twice changes nothing.

    Raises:
        UnreadableSweepError: it was made before a sweep of the same place that was taken already, or in
            the future.
    """
    with transaction.atomic():
        # One import at a time: two that find the same point make it once.
        City.objects.select_for_update().first()
        if Sweep.objects.filter(digest=swept.digest).exists():
            return Outcome(known=True, unread=Unread.objects.filter(read_at=None).count())
        _check_order(swept, at)
        outcome = _Import(swept, by, at).run()
        Sweep.objects.create(
            digest=swept.digest,
            name=swept.name,
            swept_at=swept.swept_at or at,
            imported_at=at,
            by=by,
            roots=list(swept.roots),
            counts=outcome.as_json(),
        )
        audit.record(audit.Event.SWEEP_IMPORTED, actor=by, subject=swept.name, at=at)
    return outcome


def _check_order(swept: SweepFile, at: datetime) -> None:
    """Check that no newer sweep of the same place was taken.

    Raises:
        UnreadableSweepError: one was, or this one comes from the future.
    """
    if swept.swept_at is None:
        return
    if swept.swept_at > at + CLOCKS_APART:
        raise UnreadableSweepError(
            _(
                "This sweep says it was made at %(at)s, which is still to come. Set the clock of the machine "
                "that swept, and sweep again."
            )
            % {"at": swept.swept_at.isoformat()}
        )
    for newer in Sweep.objects.filter(swept_at__gt=swept.swept_at):
        if set(newer.roots) & set(swept.roots):
            raise UnreadableSweepError(
                _(
                    "A newer sweep of %(name)s was taken already (made at %(at)s). Sweep again and import "
                    "that."
                )
                % {"name": newer.name, "at": newer.swept_at.isoformat()}
            )


class _Import:
    """One import under way, inside its transaction."""

    def __init__(self, swept: SweepFile, by: User | None, at: datetime) -> None:
        self.swept, self.by, self.at = swept, by, at
        self.made_at = swept.swept_at or at
        self.law = Law(today(at))
        self.departments = read_departments()
        self.outcome = Outcome()
        marks = {hit.fingerprint for hit in swept.hits}
        self.points: dict[tuple[str, int | None], Point] = {}
        self.places: dict[tuple[str, str], Place] = {}
        self._read_known(marks)

    def _read_known(self, marks: set[str]) -> None:
        related = ("department", "service", "owner", "obligation")
        for point in Point.objects.exclude(fingerprint="").select_related(*related):
            if point.fingerprint in marks:
                self.points[point.fingerprint, point.department_id] = point
        for place in Place.objects.exclude(point__fingerprint="").select_related("point"):
            self.places[place.point.fingerprint, place.file] = place

    def run(self) -> Outcome:
        """Take every hit, then what is proven gone, then what was not read."""
        seen = [self._take(hit) for hit in self._once_a_place()]
        self._end(set(seen))
        self._unread()
        return self.outcome

    def _once_a_place(self) -> list[Hit]:
        return list({(hit.fingerprint, hit.file): hit for hit in self.swept.hits}.values())

    def _take(self, hit: Hit) -> int:
        """Take one hit; return the id of its place."""
        place = self.places.get((hit.fingerprint, hit.file))
        if place is None:
            point = self._point(hit)
            place = Place(point=point, file=hit.file)
        else:
            point = self.points[hit.fingerprint, place.point.department_id]
            self.outcome.again += 1
        place.locator, place.page, place.line = hit.locator, hit.page, hit.line
        place.category, place.rule, place.bases = hit.category, hit.rule, list(hit.bases)
        place.seen_at, place.gone_at = self.made_at, None
        place.save()
        self.places[hit.fingerprint, hit.file] = place
        if point.gone_on:
            self._back(point)
        return place.pk

    def _point(self, hit: Hit) -> Point:
        """Return the point of a hit at a new place: the department's own, or a new one."""
        whose = self.departments.of(hit.file)
        key = (hit.fingerprint, whose.department.pk if whose.department else None)
        if key in self.points:
            self.outcome.again += 1
            return self.points[key]
        point = Point(
            department=whose.department,
            service=whose.service,
            system=system_of(hit, whose.service),
            text=shown_text(hit),
            information=[information_of(hit.category)],
            verb=hit.verb,
            tier=hit.tier,
            fingerprint=hit.fingerprint,
            found_at=self.made_at,
        )
        self.law.put(point)
        point.save()
        history.write(point, Kind.FOUND, at=self.at, by=self.by, reason=self.swept.name)
        self.points[key] = point
        self.outcome.found += 1
        self.outcome.unassigned += whose.department is None
        return point

    def _back(self, point: Point) -> None:
        """A point that was gone is there again: whatever was decided is decided anew."""
        point.gone_on, point.decision, point.expires_on = None, Decision.OPEN, None
        point.obligation, point.confirmed_by, point.proposed = None, None, {}
        history.write(point, Kind.BACK, at=self.at, by=self.by, reason=self.swept.name)
        self.outcome.back += 1

    def _end(self, seen: set[int]) -> None:
        """End the places that this sweep looked at without finding them, and points that have none left."""
        if self.swept.swept_at is None:
            return
        for place in [each for each in self.places.values() if each.gone_at is None and each.pk not in seen]:
            if place.seen_at < self.made_at and self.swept.looked_at(place.file):
                place.gone_at = self.made_at
                place.save(update_fields=["gone_at"])
        left = Point.objects.exclude(fingerprint="").filter(gone_on=None)
        related = ("department", "service", "owner", "obligation")
        for point in left.exclude(places__gone_at=None).select_related(*related):
            point.gone_on = today(self.at)
            history.write(point, Kind.GONE, at=self.at, by=self.by, reason=self.swept.name)
            self.outcome.gone += 1

    def _unread(self) -> None:
        """Keep every part that nobody has read on the list, until a sweep reads it."""
        told = {(part.file, part.locator): part for part in self.swept.not_read}
        for part in Unread.objects.filter(read_at=None):
            if (part.file, part.locator) not in told and self.swept.looked_at(part.file):
                part.read_at = self.made_at
                part.save(update_fields=["read_at"])
        for (file, locator), part in told.items():
            Unread.objects.update_or_create(
                file=file,
                locator=locator,
                defaults={"reason": part.reason, "seen_at": self.made_at, "read_at": None},
                create_defaults={
                    "reason": part.reason, "since": self.made_at, "seen_at": self.made_at
                },
            )  # fmt: skip
        self.outcome.unread = Unread.objects.filter(read_at=None).count()

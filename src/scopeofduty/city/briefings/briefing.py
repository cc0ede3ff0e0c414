"""Notice that the law changed, tell each job what that means, and keep who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import GRANTS, Permission
from scopeofduty.city.briefings.archive import identity, pack_files, reopened
from scopeofduty.city.briefings.models import Acknowledgement, Briefing, LawSeen
from scopeofduty.city.briefings.telling import jobs
from scopeofduty.city.collection.register import today
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from datetime import datetime


def brief(window: datetime) -> Briefing | None:
    """Hold the law of the window's day against the law last seen; a change makes a briefing.

    The law that a city starts with is no change. Run again for the same law it does nothing.
    """
    day = today(window)
    try:
        now = law_in_force.on(day)
        digest = identity(now)
        last = LawSeen.objects.last()
        if last is not None and last.digest == digest:
            return None
        packs, files = pack_files()
    except law_in_force.NoLawError:
        return None
    with transaction.atomic():
        seen = LawSeen.objects.create(on=day, digest=digest, packs=packs, files=files, at=window)
        if last is None:
            return None
        told, sections = jobs(reopened(last, last.on), now, _departments())
        if not told and not sections:
            return None
        made = Briefing.objects.create(
            on=day, before=last, after=seen, jobs=told, sections=sections, at=window
        )
        audit.record(audit.Event.BRIEFING_MADE, actor=None, subject=made.on.isoformat(), at=window)
    return made


def waiting_for(person: User) -> list[Briefing]:
    """Return the briefings that concern the person's job and that they have not answered rightly yet."""
    if person.department is None:
        return []
    done = Acknowledgement.objects.filter(person=person).exclude(passed_at=None).values("briefing")
    return [each for each in Briefing.objects.exclude(pk__in=done) if person.department.actor in each.jobs]


def acknowledge(briefing: Briefing, person: User, *, passed: bool, at: datetime) -> Acknowledgement:
    """Keep that the person read a briefing, and from when on they answered its situations rightly."""
    with transaction.atomic():
        row, made = Acknowledgement.objects.get_or_create(
            briefing=briefing, person=person, defaults={"read_at": at, "passed_at": at if passed else None}
        )
        if passed and not made and row.passed_at is None:
            row = Acknowledgement.objects.select_for_update().get(pk=row.pk)
            row.passed_at = row.passed_at or at
            row.save(update_fields=["passed_at"])
    return row


def counts(briefing: Briefing) -> list[dict[str, Any]]:
    """Return, for each department that the change concerns, how many read it and answered rightly."""
    rows = {row.person_id: row for row in briefing.acknowledgements.all()}
    found = []
    for department in Department.objects.filter(actor__in=briefing.jobs):
        people = _concerned(department)
        read = [rows[person.pk] for person in people if person.pk in rows]
        found.append(
            {
                "department": department,
                "people": len(people),
                "read": len(read),
                "passed": sum(row.passed_at is not None for row in read),
            }
        )
    return found


def _concerned(department: Department) -> list[User]:
    roles = GRANTS[Permission.BRIEFING_READ]
    staff = User.objects.filter(
        department=department, is_active=True, appointments__role__in=roles, appointments__ended_at=None
    )
    return list(staff.distinct())


def _departments() -> dict[str, list[str]]:
    """Return the departments' names by the actor that the law knows them as."""
    found: dict[str, list[str]] = {}
    for department in Department.objects.all():
        found.setdefault(department.actor, []).append(department.name)
    return found

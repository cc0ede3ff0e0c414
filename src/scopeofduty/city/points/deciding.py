"""What people decide of a collection point. “Required by law” takes two: who asks for it, and counsel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.models import User
from scopeofduty.city.collection.models import Force, LegalObligation
from scopeofduty.city.collection.register import today
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.points import history
from scopeofduty.city.points.judging import Law
from scopeofduty.city.points.models import EXPIRES, Decision, Point, PointEvent

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.profile.models import Department, Service

Kind = PointEvent.Kind


class RefusedError(Exception):
    """It can't be done now; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settling:
    """One decision, for one point or for several alike."""

    decision: Decision
    reason: str
    expires_on: date | None = None
    obligation: LegalObligation | None = None
    owner: User | None = None
    system: str = ""


def settle(point_id: int, seen: int, given: Settling, *, by: User, at: datetime) -> Point:
    """Decide of one point, or ask counsel to confirm that a law requires it.

    Args:
        point_id: the point.
        seen: the `seq` that the person saw; it decides nothing over somebody else's head.
        given: the decision.
        by: who decides.
        at: when.

    Raises:
        RefusedError: somebody changed it meanwhile, or it would call something allowed that isn't.
    """
    with transaction.atomic():
        point = _locked(point_id)
        if point.seq != seen:
            raise RefusedError(
                _("%(point)s was changed meanwhile; nothing was decided. Look at it again.")
                % {"point": point}
            )
        if point.department is None:
            raise RefusedError(_("%(point)s has no department yet. Give it one first.") % {"point": point})
        point.owner = given.owner or point.owner
        point.system = given.system or point.system
        Law(today(at)).put(point)
        if given.decision is Decision.REQUIRED:
            _propose(point, given, by=by, at=at)
        else:
            _decide(point, given, by=by, at=at)
    return point


def _decide(point: Point, given: Settling, *, by: User, at: datetime) -> None:
    if given.decision is Decision.PERMITTED and point.phrase not in {Phrase.MAY, Phrase.MUST}:
        raise RefusedError(
            _(
                "The law in force does not permit it (%(answer)s), so it can't be called permitted. "
                "Choose another."
            )
            % {"answer": Phrase(point.phrase).label if point.phrase else _("no law to ask")}
        )
    point.decision, point.reason = given.decision, given.reason
    point.obligation = given.obligation
    point.expires_on = given.expires_on if given.decision in EXPIRES else None
    point.decided_by, point.confirmed_by, point.proposed = by, None, {}
    point.law_changed_on = None
    history.write(point, Kind.DECIDED, at=at, by=by, reason=given.reason)
    _trail(audit.Event.POINT_DECIDED, point, by=by, at=at, reason=given.reason)


def _propose(point: Point, given: Settling, *, by: User, at: datetime) -> None:
    _check_duty(point, given.obligation)
    point.proposed = {
        "obligation": given.obligation.pk if given.obligation else None,
        "expires_on": given.expires_on.isoformat() if given.expires_on else None,
        "reason": given.reason,
        "by": by.pk,
        "at": at.isoformat(),
    }
    history.write(point, Kind.PROPOSED, at=at, by=by, reason=given.reason)
    _trail(audit.Event.POINT_PROPOSED, point, by=by, at=at, reason=given.reason)


def _check_duty(point: Point, obligation: LegalObligation | None) -> None:
    """Check that the register lists this duty, for this form and every kind of information.

    Raises:
        RefusedError: it doesn't; “required by law” would rest on nothing.
    """
    if obligation is None or obligation.kind != Force.DUTY or obligation.withdrawn_on:
        raise RefusedError(
            _("“Required by law” rests on a duty that counsel has listed. Choose one, or ask counsel.")
        )
    if obligation.department_id != point.department_id or obligation.service_id not in {
        None,
        point.service_id,
    }:
        raise RefusedError(
            _("%(law)s is listed for another form or department (%(where)s), not for %(point)s.")
            % {"law": obligation.law, "where": obligation.service or obligation.department, "point": point}
        )
    missing = sorted(set(point.information) - set(obligation.information))
    if missing:
        raise RefusedError(
            _("%(law)s speaks of other information than %(point)s collects. Ask counsel to list it.")
            % {"law": obligation.law, "point": point}
        )


def confirm(point_id: int, seen: int, *, by: User, at: datetime) -> Point:
    """Confirm as counsel that a law requires a point.

    Raises:
        RefusedError: it is the same person, nothing is asked, or the duty no longer stands.
    """
    with transaction.atomic():
        point = _asked(point_id, seen)
        if point.proposed["by"] == by.pk:
            raise RefusedError(_("A second person must confirm it: you asked for it."))
        obligation = LegalObligation.objects.filter(pk=point.proposed["obligation"]).first()
        _check_duty(point, obligation)
        asked = point.proposed
        point.decision, point.reason, point.obligation = Decision.REQUIRED, asked["reason"], obligation
        point.expires_on = _day(asked["expires_on"])
        point.decided_by, point.confirmed_by = User.objects.get(pk=asked["by"]), by
        point.proposed, point.law_changed_on = {}, None
        Law(today(at)).put(point)
        history.write(point, Kind.CONFIRMED, at=at, by=by, reason=asked["reason"])
        _trail(audit.Event.POINT_CONFIRMED, point, by=by, at=at, reason=asked["reason"])
    return point


def decline(point_id: int, seen: int, *, reason: str, by: User, at: datetime) -> Point:
    """Answer as counsel that no law requires a point; what was decided before stands.

    Raises:
        RefusedError: nothing is asked, or somebody answered meanwhile.
    """
    with transaction.atomic():
        point = _asked(point_id, seen)
        point.proposed = {}
        history.write(point, Kind.DECLINED, at=at, by=by, reason=reason)
        _trail(audit.Event.POINT_DECLINED, point, by=by, at=at, reason=reason)
    return point


def assign(
    point_id: int, seen: int, *, department: Department, service: Service | None, by: User, at: datetime
) -> Point:
    """Give a point to a department and form; what was decided under another one is decided again.

    Raises:
        RefusedError: somebody changed it meanwhile, or the department has this point already.
    """
    with transaction.atomic():
        point = _locked(point_id)
        if point.seq != seen:
            raise RefusedError(_("%(point)s was changed meanwhile; look at it again.") % {"point": point})
        twin = Point.objects.filter(fingerprint=point.fingerprint, department=department)
        if point.fingerprint and twin.exclude(pk=point.pk).exists():
            raise RefusedError(_("%(department)s has this point already.") % {"department": department})
        if (point.department, point.service) != (department, service):
            point.decision, point.expires_on, point.obligation = Decision.OPEN, None, None
            point.confirmed_by, point.proposed = None, {}
        point.department, point.service = department, service
        Law(today(at)).put(point)
        history.write(point, Kind.ASSIGNED, at=at, by=by)
        _trail(audit.Event.POINT_ASSIGNED, point, by=by, at=at)
    return point


def enter(point: Point, *, by: User, at: datetime, reason: str = "") -> Point:
    """Enter a point that no sweep can find: a paper form, a question asked at the counter."""
    with transaction.atomic():
        point.found_at = at
        Law(today(at)).put(point)
        point.save()
        history.write(point, Kind.ENTERED, at=at, by=by, reason=reason)
        _trail(audit.Event.POINT_ENTERED, point, by=by, at=at, reason=reason)
    return point


def say_gone(point_id: int, seen: int, *, reason: str, by: User, at: datetime) -> Point:
    """Write down that a point entered by hand is gone. What a sweep found, only a later sweep proves gone.

    Raises:
        RefusedError: a sweep found it, or somebody changed it meanwhile.
    """
    with transaction.atomic():
        point = _locked(point_id)
        if point.fingerprint:
            raise RefusedError(
                _("A sweep found it: it leaves the list when a later sweep no longer finds it.")
            )
        if point.seq != seen or point.gone_on:
            raise RefusedError(_("%(point)s was changed meanwhile; look at it again.") % {"point": point})
        point.gone_on = today(at)
        history.write(point, Kind.GONE, at=at, by=by, reason=reason)
        _trail(audit.Event.POINT_GONE, point, by=by, at=at, reason=reason)
    return point


def _locked(point_id: int) -> Point:
    """Take the point's row, so that two people deciding at once come one after the other."""
    Point.objects.select_for_update().get(pk=point_id)
    return Point.objects.select_related("department", "service", "owner", "obligation").get(pk=point_id)


def _asked(point_id: int, seen: int) -> Point:
    point = _locked(point_id)
    if not point.proposed or point.seq != seen:
        raise RefusedError(_("Somebody answered it meanwhile; nothing was changed."))
    return point


def _day(text: str | None) -> date | None:
    from datetime import date

    return date.fromisoformat(text) if text else None


def _trail(event: audit.Event, point: Point, *, by: User, at: datetime, reason: str = "") -> None:
    audit.record(event, actor=by, subject=f"{point.pk}: {point.system}", at=at, reason=reason[:300])


def proposal_of(point: Point) -> dict[str, Any] | None:
    """Return who asked for “required by law”, on which duty, until when; None when nothing is asked."""
    asked = point.proposed
    if not asked:
        return None
    return {
        "by": User.objects.filter(pk=asked["by"]).first(),
        "obligation": LegalObligation.objects.filter(pk=asked["obligation"]).first(),
        "expires_on": _day(asked["expires_on"]),
        "reason": asked["reason"],
    }

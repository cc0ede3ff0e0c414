"""What the register of legal obligations says, and the only ways to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.forms.models import model_to_dict

from scopeofduty.city.accounts import audit
from scopeofduty.city.collection.models import (
    Force,
    LegalObligation,
    LegalObligationChange,
    ObligationEvent,
    ObligationPetition,
    Settlement,
)
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.profile.models import Department, Service


def today(at: datetime) -> date:
    """Return the city's own date at the time ``at``: a law's day begins at midnight in its zone."""
    city = City.objects.first()
    return at.astimezone(ZoneInfo(city.zone if city else "America/Chicago")).date()


def standing() -> Any:
    """Return the entries that have not been withdrawn, department by department."""
    return LegalObligation.objects.filter(withdrawn_on=None).select_related("department", "service")


def found(department: Department, service: Service | None, information: str) -> list[LegalObligation]:
    """Return what the register lists for this information at this form or service, duties first.

    An entry for the service itself goes before one for the whole department: counsel looked at that form.
    """
    at_service = Q(service=None) if service is None else Q(service=None) | Q(service=service)
    rows: Iterable[LegalObligation] = standing().filter(at_service, department=department)
    of_it = [row for row in rows if information in row.information]
    narrow = [row for row in of_it if row.service_id is not None]
    return sorted(narrow or of_it, key=lambda row: list(Force.values).index(row.kind))


def write(obligation: LegalObligation, *, by: User, at: datetime, reason: str = "") -> LegalObligation:
    """List a new entry or save a changed one, with its event in the history."""
    event = ObligationEvent.CHANGED if obligation.pk else ObligationEvent.LISTED
    with transaction.atomic():
        if event is ObligationEvent.LISTED:
            obligation.listed_on = today(at)
        obligation.save()
        _record(obligation, event, by=by, at=at, reason=reason)
    return obligation


def withdraw(obligation: LegalObligation, *, by: User, at: datetime, reason: str) -> None:
    """Take an entry out of force; it and its history stay readable."""
    with transaction.atomic():
        obligation.withdrawn_on = today(at)
        obligation.save(update_fields=["withdrawn_on"])
        _record(obligation, ObligationEvent.WITHDRAWN, by=by, at=at, reason=reason)


def settle(
    petition: ObligationPetition,
    *,
    by: User,
    at: datetime,
    reason: str,
    obligation: LegalObligation | None = None,
) -> bool:
    """Answer a petition: list ``obligation``, or without one say that it is no obligation.

    Returns:
        Whether this call settled it; False when somebody had settled it before.
    """
    with transaction.atomic():
        taken = ObligationPetition.objects.filter(pk=petition.pk, settlement=Settlement.OPEN).update(
            settlement=Settlement.LISTED if obligation else Settlement.NOT_OBLIGED,
            reason=reason,
            settled_by=by,
            settled_at=at,
        )
        if not taken:
            return False
        if obligation:
            write(obligation, by=by, at=at, reason=reason)
            ObligationPetition.objects.filter(pk=petition.pk).update(obligation=obligation)
        else:
            event = audit.Event.PETITION_REFUSED
            audit.record(event, actor=by, subject=str(petition.pk), reason=reason[:300], at=at)
    return True


def _record(
    obligation: LegalObligation, event: ObligationEvent, *, by: User, at: datetime, reason: str
) -> None:
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in model_to_dict(obligation).items()
    }
    values["department"] = obligation.department.slug
    values["service"] = obligation.service.slug if obligation.service else None
    LegalObligationChange.objects.create(
        obligation=obligation, event=event, at=at, by=by, reason=reason, values=values
    )
    trail = {
        ObligationEvent.LISTED: audit.Event.OBLIGATION_LISTED,
        ObligationEvent.CHANGED: audit.Event.OBLIGATION_CHANGED,
        ObligationEvent.WITHDRAWN: audit.Event.OBLIGATION_WITHDRAWN,
    }[event]
    audit.record(trail, actor=by, subject=f"{obligation.pk}: {obligation}", reason=reason[:300], at=at)

"""Giving and ending roles, opening and closing accounts: the rules, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role

if TYPE_CHECKING:
    from datetime import datetime


class Refused(Exception):  # noqa: N818 — the city's word for it
    """The act is against a rule of the roles table; the message says which, and what to do."""


def appoint(person: User, role: Role, *, by: User | None, reason: str, at: datetime) -> Appointment:
    """Give ``person`` a role.

    Args:
        person: whom.
        role: to what.
        by: the administrator who does it; None at set-up and when the demo is seeded.
        reason: why, in a few words.
        at: when.

    Raises:
        Refused: nobody appoints themselves; the role is held already; the account is closed.
    """
    if by is not None and by.pk == person.pk:
        raise Refused(
            _("Nobody gives a role to themselves. Ask another administrator to appoint you as %(role)s.")
            % {"role": role.label}
        )
    if not person.is_active:
        raise Refused(
            _("The account of %(name)s is closed. Reopen it before giving it a role.") % {"name": person.name}
        )
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if person.appointments.filter(role=role, ended_at=None).exists():
            raise Refused(
                _("%(name)s is %(role)s already.") % {"name": person.name, "role": role.label},
            )
        given = Appointment.objects.create(user=person, role=role, given_by=by, given_at=at, reason=reason)
        record(Event.APPOINTMENT_GIVEN, actor=by, subject=f"{person.username}: {role}", reason=reason, at=at)
    return given


def end(appointment: Appointment, *, by: User, reason: str, at: datetime) -> None:
    """End an appointment; the row stays and says when, by whom and why.

    Raises:
        Refused: it has ended already, or it is the last administrator's.
    """
    with transaction.atomic():
        others = _other_administrators(appointment.user)
        current = Appointment.objects.select_for_update().get(pk=appointment.pk)
        if current.ended_at is not None:
            raise Refused(_("This role was ended before."))
        if current.role == Role.ADMINISTRATOR and not others:
            raise Refused(_last_administrator(current.user))
        current.ended_at, current.ended_by, current.end_reason = at, by, reason
        current.save(update_fields=["ended_at", "ended_by", "end_reason"])
        record(
            Event.APPOINTMENT_ENDED,
            actor=by,
            subject=f"{current.user.username}: {current.role}",
            reason=reason,
            at=at,
        )


def close_account(person: User, *, by: User, reason: str, at: datetime) -> None:
    """Close an account: the person can't log in, and what they did stays on record under their name.

    Raises:
        Refused: it is the account of the one who asks, or of the last administrator.
    """
    if by.pk == person.pk:
        raise Refused(_("Nobody closes their own account. Ask another administrator."))
    with transaction.atomic():
        others = _other_administrators(person)
        if Role.ADMINISTRATOR in person.roles() and not others:
            raise Refused(_last_administrator(person))
        person.is_active = False
        person.save(update_fields=["is_active"])
        record(Event.ACCOUNT_CLOSED, actor=by, subject=person.username, reason=reason, at=at)


def reopen_account(person: User, *, by: User, reason: str, at: datetime) -> None:
    """Reopen a closed account; the roles that were open when it closed count again."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        record(Event.ACCOUNT_REOPENED, actor=by, subject=person.username, reason=reason, at=at)


def _other_administrators(person: User) -> list[int]:
    # The rows are locked, so that two administrators can't end each other at the same moment.
    held = Appointment.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True
    )
    return [appointment.pk for appointment in held if appointment.user_id != person.pk]


def _last_administrator(person: User) -> str:
    return _(
        "%(name)s is the last administrator. Appoint another one first, or nobody could manage people."
    ) % {"name": person.name}

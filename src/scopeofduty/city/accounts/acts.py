"""What an administrator can do about a person, as the person's page offers it: one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import appointments, one_time_links
from scopeofduty.city.accounts.appointments import Refused
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.forms import AppointForm, ReasonForm
from scopeofduty.city.accounts.models import Appointment, OneTimeLink
from scopeofduty.city.accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.accounts.models import User

    # Takes request, person, what the form gave, the time; returns the sentence to show, or a page.
    Do = Callable[[HttpRequest, User, dict[str, Any], datetime], "str | HttpResponse"]


@dataclass(frozen=True)
class Act:
    """One act: the form it needs, and what does it."""

    form: type[Form]
    do: Do


def link_for(request: HttpRequest, person: User, *, at: datetime) -> str:
    """Make a one-time link behind which ``person`` chooses a password, and return its full address."""
    token = one_time_links.make(OneTimeLink.Purpose.PASSWORD, at=at, user=person)
    record(Event.LINK_MADE, actor=request.user, subject=person.username, at=at)
    return request.build_absolute_uri(reverse("accounts:choose_password", args=[token]))


def _appoint(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> str:
    role = Role(given["role"])
    appointments.appoint(person, role, by=request.user, reason=given["reason"], at=at)
    return _("%(name)s is now %(role)s.") % {"name": person.name, "role": role.label}


def _end(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> str:
    number = request.POST.get("appointment", "")
    appointment = (
        person.appointments.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    )
    if appointment is None:
        raise Refused(_("This person has no such appointment. Open the page again and choose one."))
    appointments.end(appointment, by=request.user, reason=given["reason"], at=at)
    return _("%(name)s is no longer %(role)s.") % {
        "name": person.name,
        "role": Appointment(role=appointment.role).get_role_display(),
    }


def _link(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> HttpResponse:
    if person.pk == request.user.pk:
        raise Refused(_("This is your own account: change your password in your room instead."))
    if not person.is_active:
        raise Refused(_("The account of %(name)s is closed. Reopen it first.") % {"name": person.name})
    return render(
        request,
        "accounts/link_made.html",
        {"person": person, "link": link_for(request, person, at=at), "reason": given["reason"]},
    )


def _remove_factor(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> str:
    if person.pk == request.user.pk:
        raise Refused(_("Nobody removes their own second factor here. Ask another administrator."))
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        record(Event.FACTOR_TAKEN, actor=request.user, subject=person.username, reason=given["reason"], at=at)
    _log_out_everywhere(person)
    return _("The second factor of %(name)s is removed; a new one is set up at the next log-in.") % {
        "name": person.name
    }


def _close(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> str:
    appointments.close_account(person, by=request.user, reason=given["reason"], at=at)
    _log_out_everywhere(person)
    return _("The account of %(name)s is closed.") % {"name": person.name}


def _reopen(request: HttpRequest, person: User, given: dict[str, Any], at: datetime) -> str:
    appointments.reopen_account(person, by=request.user, reason=given["reason"], at=at)
    return _("The account of %(name)s is open again.") % {"name": person.name}


def _log_out_everywhere(person: User) -> None:
    # Sessions are few (a city's staff, 12 hours each), and their user is only known once decoded.
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


ACTS: dict[str, Act] = {
    "appoint": Act(AppointForm, _appoint),
    "end": Act(ReasonForm, _end),
    "link": Act(ReasonForm, _link),
    "factor": Act(ReasonForm, _remove_factor),
    "close": Act(ReasonForm, _close),
    "reopen": Act(ReasonForm, _reopen),
}

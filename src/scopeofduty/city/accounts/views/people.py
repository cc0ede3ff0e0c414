"""People and their roles: the list, a new account, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.acts import ACTS, link_for
from scopeofduty.city.accounts.appointments import Refused, appoint
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.forms import AppointForm, PersonForm, ReasonForm
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.multi_factor import has_factor
from scopeofduty.city.accounts.roles import Permission, Role
from scopeofduty.city.clock.port import now

if TYPE_CHECKING:
    from datetime import datetime

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


@requires(Permission.PEOPLE_MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """List everybody with an account, and their roles."""
    current = Appointment.objects.filter(ended_at=None)
    everybody = (
        User.objects.select_related("department")
        .prefetch_related(Prefetch("appointments", queryset=current, to_attr="current"))
        .order_by("-is_active", "last_name", "first_name", "username")
    )
    return render(request, "accounts/people.html", {"people": everybody})


@requires(Permission.PEOPLE_MANAGE)
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account; the person chooses the password behind a one-time link that is shown once."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _make(form, by=request.user, at=now())
        link = link_for(request, made, at=now())
        return render(request, "accounts/link_made.html", {"person": made, "link": link})
    return render(request, "accounts/new_person.html", {"form": form})


@transaction.atomic
def _make(form: PersonForm, *, by: User, at: datetime) -> User:
    person: User = form.save(commit=False)
    person.set_unusable_password()
    person.save()
    reason = form.cleaned_data["reason"]
    record(Event.ACCOUNT_MADE, actor=by, subject=person.username, reason=reason, at=at)
    if form.cleaned_data["role"]:
        appoint(person, Role(form.cleaned_data["role"]), by=by, reason=reason, at=at)
    return person


@requires(Permission.PEOPLE_MANAGE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: roles now and before, and what can be done about the account."""
    shown = get_object_or_404(User.objects.select_related("department"), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    if request.method != "POST":
        return _page(request, shown)
    if act is None:
        return _page(request, shown, refused=_("This page didn't send what to do. Use one of its buttons."))
    form = act.form(request.POST)
    if not form.is_valid():
        return _page(request, shown, act=request.POST["act"], form=form)
    try:
        done = act.do(request, shown, form.cleaned_data, now())
    except Refused as refusal:
        return _page(request, shown, refused=str(refusal))
    if isinstance(done, str):
        messages.success(request, done)
        return redirect("accounts:person", pk=shown.pk)
    return done


def _page(
    request: HttpRequest, shown: User, *, refused: str = "", act: str = "", form: Form | None = None
) -> HttpResponse:
    if form and act != "appoint":
        refused = " ".join(words for errors in form.errors.values() for words in errors)
    appointments = shown.appointments.select_related("given_by", "ended_by")
    context = {
        "person": shown,
        "has_factor": has_factor(shown),
        "current": [one for one in appointments if one.ended_at is None],
        "past": [one for one in appointments if one.ended_at is not None],
        "appoint_form": form if act == "appoint" else AppointForm(auto_id="appoint_%s"),
        "reason_form": form if form and act != "appoint" else ReasonForm(auto_id="reason_%s"),
        "open_act": act,
        "open_appointment": request.POST.get("appointment", ""),
        "refused": refused,
    }
    return render(request, "accounts/person.html", context, status=400 if refused or form else 200)

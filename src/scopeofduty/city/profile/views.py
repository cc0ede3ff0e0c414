"""Setting the city up, and changing what it is later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from scopeofduty.city.accounts import one_time_links
from scopeofduty.city.accounts.access import open_to_all, requires
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import OneTimeLink
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.accounts.views.password import link_ended, log_in
from scopeofduty.city.clock.port import now
from scopeofduty.city.profile.forms import CityForm, DepartmentForm, FirstAdministratorForm, ServiceForm
from scopeofduty.city.profile.models import City, Department, Service
from scopeofduty.city.profile.setting_up import LinkUsedError, is_set_up, set_up

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse, QueryDict


@open_to_all
@never_cache
@sensitive_post_parameters()
def first_time(request: HttpRequest, token: str) -> HttpResponse:
    """Set the city up behind the one-time link that ``duty serve`` printed; the token stands for a log-in."""
    at = now()
    link = one_time_links.find(token, OneTimeLink.Purpose.SET_UP, at=at)
    if link is None or is_set_up():
        return link_ended(request, purpose=OneTimeLink.Purpose.SET_UP)
    data = _given(request)
    city_form = CityForm(data, auto_id="city_%s")
    person_form = FirstAdministratorForm(data, auto_id="person_%s")
    if request.method == "POST" and all([city_form.is_valid(), person_form.is_valid()]):
        try:
            person = set_up(link, city_form.save(commit=False), person_form.cleaned_data, at=at)
        except LinkUsedError:
            return link_ended(request, purpose=OneTimeLink.Purpose.SET_UP)
        return log_in(request, person)
    return render(request, "profile/first_time.html", {"city_form": city_form, "person_form": person_form})


@requires(Permission.CITY_SET_UP)
def change(request: HttpRequest) -> HttpResponse:
    """Change the city, and see its departments and forms."""
    form = CityForm(_given(request), instance=City.objects.first())
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            changed = form.save()
            fields = ", ".join(form.changed_data)
            record(Event.CITY_CHANGED, actor=request.user, subject=f"{changed.name}: {fields}", at=now())
        messages.success(request, _("The city is changed."))
        return redirect("profile:change")
    departments = Department.objects.prefetch_related("services")
    return render(request, "profile/change.html", {"form": form, "departments": departments})


@requires(Permission.CITY_SET_UP)
def department(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a department, or change one."""
    found = get_object_or_404(Department, pk=pk) if pk else None
    form = DepartmentForm(_given(request), instance=found)
    return _edited(request, form, Event.DEPARTMENT_CHANGED, _("Department"))


@requires(Permission.CITY_SET_UP)
def service(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a form or service, or change one."""
    found = get_object_or_404(Service, pk=pk) if pk else None
    form = ServiceForm(_given(request), instance=found)
    return _edited(request, form, Event.SERVICE_CHANGED, _("Form or service"))


def _given(request: HttpRequest) -> QueryDict | None:
    # A post without any field is a form to check too, not one that was never sent.
    return request.POST if request.method == "POST" else None


def _edited(request: HttpRequest, form: ModelForm, event: Event, what: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            edited = form.save(commit=False)
            edited.slug = edited.slug or _free_slug(type(edited), edited.name)
            edited.save()
            record(event, actor=request.user, subject=edited.name, at=now())
        messages.success(request, _("%(name)s is saved.") % {"name": edited})
        return redirect("profile:change")
    return render(request, "profile/edit.html", {"form": form, "what": what})


def _free_slug(model: type[Department | Service], name: str) -> str:
    base = slugify(name)[:32] or "item"
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)

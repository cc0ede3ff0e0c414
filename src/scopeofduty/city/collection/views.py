"""The public page of the register, and counsel's pages to keep it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import open_to_all, requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection import files, register
from scopeofduty.city.collection.forms import ObligationForm, WithdrawForm
from scopeofduty.city.collection.models import Force, LegalObligation, ObligationPetition, Settlement

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_all
def obligations(request: HttpRequest) -> HttpResponse:
    """Show what the city must ask, of whom and why, department by department."""
    today = register.today(port.now())
    entries = list(register.standing())
    departments = [
        (department, list(rows)) for department, rows in groupby(entries, key=lambda entry: entry.department)
    ]
    return render(
        request,
        "collection/obligations.html",
        {
            "departments": departments,
            "duties": sum(entry.kind == Force.DUTY for entry in entries),
            "withdrawn": LegalObligation.objects.exclude(withdrawn_on=None).select_related("department"),
            "today": today,
            "waiting": _waiting(request),
            "may_list": _may(request, Permission.OBLIGATION_LIST),
            "may_propose": _may(request, Permission.OBLIGATION_PROPOSE),
        },
    )


@open_to_all
def obligations_file(_request: HttpRequest, suffix: str) -> HttpResponse:
    """Give the register as a file, withdrawn entries included, by suffix: json or csv."""
    entries = LegalObligation.objects.select_related("department", "service")
    return files.as_json(entries) if suffix == "json" else files.as_csv(entries)


@open_to_all
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry with its history."""
    entry = get_object_or_404(LegalObligation.objects.select_related("department", "service"), pk=pk)
    context = {
        "entry": entry,
        "today": register.today(port.now()),
        "may_list": _may(request, Permission.OBLIGATION_LIST),
    }
    return render(request, "collection/obligation.html", context)


@requires(Permission.OBLIGATION_LIST)
def new(request: HttpRequest) -> HttpResponse:
    """List a legal obligation, perhaps in answer to a petition."""
    at = port.now()
    petition = _petition(request)
    form = ObligationForm(
        request.POST if request.method == "POST" else None,
        today=register.today(at),
        initial=_initial(request, petition),
    )
    if request.method == "POST" and form.is_valid():
        entry, reason = form.save(commit=False), form.cleaned_data["reason"]
        if petition:
            if not register.settle(petition, by=request.user, at=at, reason=reason, obligation=entry):
                messages.error(request, _("This petition was settled by somebody else; nothing was listed."))
                return redirect("collection:petition", petition.pk)
        else:
            register.write(entry, by=request.user, at=at, reason=reason)
        messages.success(request, _("Listed. The desk answers with it from now on."))
        return redirect("collection:obligation", entry.pk)
    return _form(request, form, _("List a legal obligation"), _("List it"), petition=petition)


@requires(Permission.OBLIGATION_LIST)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry that stands; what it was before stays in its history."""
    at = port.now()
    entry = get_object_or_404(LegalObligation, pk=pk, withdrawn_on=None)
    form = ObligationForm(
        request.POST if request.method == "POST" else None, instance=entry, today=register.today(at)
    )
    if request.method == "POST" and form.is_valid():
        register.write(form.save(commit=False), by=request.user, at=at, reason=form.cleaned_data["reason"])
        messages.success(request, _("Changed. What it said before stays in its history."))
        return redirect("collection:obligation", pk)
    return _form(request, form, _("Change an entry"), _("Save the change"))


@requires(Permission.OBLIGATION_LIST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an entry, with the reason."""
    entry = get_object_or_404(LegalObligation, pk=pk, withdrawn_on=None)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        register.withdraw(entry, by=request.user, at=port.now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. The desk no longer answers with it."))
        return redirect("collection:obligation", pk)
    return _form(request, form, _("Withdraw an entry"), _("Withdraw it"), entry=entry, danger=True)


def _form(request: HttpRequest, form: object, title: str, action: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title, "action": action, **more}
    return render(request, "collection/form.html", context)


def _petition(request: HttpRequest) -> ObligationPetition | None:
    asked = request.POST.get("petition") or request.GET.get("petition", "")
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    return get_object_or_404(ObligationPetition, pk=number, settlement=Settlement.OPEN)


def _initial(request: HttpRequest, petition: ObligationPetition | None) -> dict[str, object]:
    initial: dict[str, object] = {"counsel": request.user.name}
    if petition:
        initial |= {
            "department": petition.department_id,
            "service": petition.service_id,
            "information": [petition.information],
        }
    return initial


def _may(request: HttpRequest, permission: Permission) -> bool:
    return request.user.is_authenticated and request.user.may(permission)


def _waiting(request: HttpRequest) -> int:
    if not _may(request, Permission.OBLIGATION_LIST):
        return 0
    return ObligationPetition.objects.filter(settlement=Settlement.OPEN).count()

"""“Ask counsel to list it”: an employee asks, counsel answers, the asker reads why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.forms import PetitionForm, RefuseForm
from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.collection.models import ObligationPetition
from scopeofduty.city.profile.models import Service

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Permission.OBLIGATION_PROPOSE, Permission.OBLIGATION_LIST)
def petitions(request: HttpRequest) -> HttpResponse:
    """List the petitions: counsel sees all of them, everybody else their own."""
    rows = _visible(request).select_related("department", "service", "asked_by")
    context = {"petitions": rows, "counsel": request.user.may(Permission.OBLIGATION_LIST)}
    return render(request, "collection/petitions.html", context)


@requires(Permission.OBLIGATION_PROPOSE)
def ask(request: HttpRequest) -> HttpResponse:
    """File a petition; the desk's link fills in the form or service and the kind of information."""
    form = PetitionForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        petition = form.save(commit=False)
        petition.asked_by, petition.asked_at = request.user, port.now()
        petition.save()
        messages.success(request, _("Counsel has it. Until they answer, do not ask for the information."))
        return redirect("collection:petition", petition.pk)
    context = {"form": form, "title": _("Ask counsel to list it"), "action": _("Send it to counsel")}
    return render(request, "collection/form.html", context)


@requires(Permission.OBLIGATION_PROPOSE, Permission.OBLIGATION_LIST)
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one petition to the person who asked and to counsel."""
    found = get_object_or_404(ObligationPetition, pk=pk)
    counsel = request.user.may(Permission.OBLIGATION_LIST)
    if found.asked_by_id != request.user.pk and not counsel:
        raise PermissionDenied(Permission.OBLIGATION_LIST)
    context = {"petition": found, "counsel": counsel, "form": RefuseForm()}
    return render(request, "collection/petition.html", context)


@requires(Permission.OBLIGATION_LIST)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a petition: it is not a legal obligation, and why."""
    found = get_object_or_404(ObligationPetition, pk=pk)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"petition": found, "counsel": True, "form": form}
        return render(request, "collection/petition.html", context)
    reason = form.cleaned_data["reason"]
    if register.settle(found, by=request.user, at=port.now(), reason=reason):
        messages.success(request, _("Answered. The person who asked can read it."))
    else:
        messages.error(request, _("This petition was settled before; nothing was changed."))
    return redirect("collection:petition", pk)


def _visible(request: HttpRequest) -> Any:
    if request.user.may(Permission.OBLIGATION_LIST):
        return ObligationPetition.objects.all()
    return ObligationPetition.objects.filter(asked_by=request.user)


def _initial(request: HttpRequest) -> dict[str, object]:
    initial: dict[str, object] = {"department": request.user.department_id}
    slug = request.GET.get("service", "")
    service = Service.objects.filter(slug=slug).first() if "\x00" not in slug else None
    if service:
        initial |= {"service": service.pk, "department": service.department_id}
    if request.GET.get("information") in BY_ID:
        initial["information"] = request.GET["information"]
    return initial

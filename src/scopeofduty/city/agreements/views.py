"""Staff pages of agreements: the register, and what comes before a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.agreements import neighbours, recording
from scopeofduty.city.agreements.asking import ordinance_says, shown_answers
from scopeofduty.city.agreements.forms import FoundForm, NeighboursForm, ProposeForm
from scopeofduty.city.agreements.models import Agreement, NeighbourList, Signature, Text
from scopeofduty.city.agreements.projecting import finding_of, project
from scopeofduty.city.agreements.standing import every, standing
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest


@requires(Permission.AGREEMENT_READ)
def register(request: HttpRequest) -> HttpResponse:
    """List every agreement as it stands."""
    day = today(port.now())
    context = {
        "rows": [(each, each.alarms(day)) for each in every(day)],
        "neighbours": NeighbourList.objects.first(),
        "keeps": request.user.may(Permission.AGREEMENT_KEEP),
        "reports": request.user.may(Permission.AGREEMENT_REPORT),
    }
    return render(request, "agreements/list.html", context)


@requires(Permission.AGREEMENT_READ)
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """Show one agreement with everything that happened to it, and what can be done next."""
    found = get_object_or_404(Agreement.objects.select_related("by"), pk=number)
    day = today(port.now())
    stands = standing(found, day)
    context = {
        "agreement": found,
        "standing": stands,
        "alarms": stands.alarms(day),
        "texts": found.texts.prefetch_related("analyses__by", "questions__item__session"),
        "rulings": found.rulings.select_related("by"),
        "reviews": found.reviews.select_related("by"),
        "says": shown_answers(ordinance_says(found, day)),
        "stage": finding_of(found)[0],
        "keeps": request.user.may(Permission.AGREEMENT_KEEP),
        "analyses": request.user.may(Permission.AGREEMENT_ANALYSE),
    }
    return render(request, "agreements/one.html", context)


@requires(Permission.AGREEMENT_READ)
def document(_request: HttpRequest, number: int, sha256: str) -> HttpResponse:
    """Give a text or the signed document as it was kept."""
    for model in (Text, Signature):
        kept = model.objects.filter(agreement_id=number, sha256=sha256).first()
        if kept and kept.data is not None:
            answer = HttpResponse(bytes(kept.data), content_type="application/octet-stream")
            answer["Content-Disposition"] = f'attachment; filename="{sha256[:16]}-{_plain(kept.name)}"'
            return answer
    raise Http404


def _plain(name: str) -> str:
    return "".join(each if (each.isalnum() and each.isascii()) or each in "._-" else "_" for each in name)


@requires(Permission.AGREEMENT_KEEP)
def propose(request: HttpRequest) -> HttpResponse:
    """Enter a proposed agreement."""

    def do(values: dict[str, Any]) -> Agreement:
        return recording.propose(values, values.pop("document"), by=request.user, at=port.now())

    form = ProposeForm(request.POST or None, request.FILES or None)
    said = _("Entered. Counsel reads it next.")
    return handle(request, form, do, _("Propose an agreement"), _("Enter it"), said)


@requires(Permission.AGREEMENT_REPORT)
def report(request: HttpRequest) -> HttpResponse:
    """Report an agreement that is signed and never went to a vote."""

    def do(values: dict[str, Any]) -> Agreement:
        return recording.report_found(values, values.pop("document"), by=request.user, at=port.now())

    form = FoundForm(request.POST or None, request.FILES or None)
    said = _("Recorded as signed without a vote. It is public, has no authority, and counsel rules on it.")
    lead = _(
        "Somebody signed, and the commission never voted? Write down what you know. Nothing here makes it "
        "approved: it is recorded as what it is."
    )
    return handle(
        request, form, do, _("Report a signed agreement"), _("Record it"), said, lead=lead, danger=True
    )


@requires(Permission.AGREEMENT_KEEP)
def bring_neighbours(request: HttpRequest) -> HttpResponse:
    """Bring in the public list of 287(g) agreements, to show neighbours."""
    form = NeighboursForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("file")
        try:
            if file.size > neighbours.LARGEST_FILE:
                raise RefusedError(_("The file has more than 5 MB."))  # noqa: TRY301 — one place that says it
            kept = neighbours.bring_in(file.name, file.read(), by=request.user, at=port.now(), **values)
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            project()
            said = _("Agreements kept, of %(states)s: %(kept)s. Lines that could not be read: %(refused)s.")
            counts = {"kept": len(kept.rows), "states": kept.states, "refused": len(kept.refused)}
            messages.success(request, said % counts)
            return redirect("agreements:list")
    context = {"form": form, "title": _("Neighbours' 287(g) agreements"), "action": _("Bring it in")}
    return render(request, "agreements/form.html", context, status=400 if form.errors else 200)


def handle(  # noqa: PLR0917 — read in the order of the page
    request: HttpRequest,
    form: Form,
    do: Callable[[dict[str, Any]], Agreement],
    title: str,
    action: str,
    said: str,
    **more: Any,
) -> HttpResponse:
    """Show a form and do what it asks; a refusal is shown in it, and nothing was kept."""
    if request.method == "POST" and form.is_valid():
        try:
            done = do(dict(form.cleaned_data))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            project()
            messages.success(request, said)
            return redirect("agreements:one", done.pk)
    context = {"form": form, "title": title, "action": action, **more}
    return render(request, "agreements/form.html", context, status=400 if form.errors else 200)

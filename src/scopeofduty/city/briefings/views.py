"""What changed for your job, and who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.briefings.briefing import acknowledge, counts
from scopeofduty.city.briefings.forms import QuizForm, in_language
from scopeofduty.city.briefings.models import Briefing
from scopeofduty.city.clock import port
from scopeofduty.city.desk.phrase import Phrase

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Permission.BRIEFING_COUNT)
def briefings(request: HttpRequest) -> HttpResponse:
    """List every change of the law with how many of each department read it."""
    rows = [(briefing, counts(briefing)) for briefing in Briefing.objects.all()]
    return render(request, "briefings/list.html", {"rows": rows})


@requires(Permission.BRIEFING_READ)
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person what changed for their job, with situations to try; keep that they read it."""
    found = get_object_or_404(Briefing, pk=pk)
    actor = request.user.department.actor if request.user.department else ""
    if actor not in found.jobs:
        raise Http404
    form = QuizForm(request.POST if request.method == "POST" else None, briefing=found, actor=actor)
    if request.method == "POST":
        passed = form.is_valid()
        acknowledge(found, request.user, passed=passed, at=port.now())
        if passed:
            messages.success(request, _("Thank you. It is kept that you read this and answered rightly."))
            return redirect("accounts:room")
    mine = found.jobs[actor]
    context = {
        "briefing": found,
        "changes": [_shown(change) for change in mine["changes"]],
        "more": mine["more"],
        "duties": [in_language(duty) for duty in mine.get("duties", ())],
        "sections": found.sections,
        "form": form,
    }
    return render(request, "briefings/briefing.html", context)


def _shown(change: dict[str, Any]) -> dict[str, Any]:
    """Return one change in the reader's language."""
    return {
        "acts": [in_language(act) for act in change["acts"]],
        "when": in_language(change["when"]) if change["when"] else "",
        "before": Phrase(change["before"]),
        "after": Phrase(change["after"]),
        "because": change["because"],
    }

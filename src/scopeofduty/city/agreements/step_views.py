"""Staff pages of one agreement's steps: text, analysis, notice, agenda, signature, ruling, review, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.agreements import forms, recording
from scopeofduty.city.agreements.asking import ordinance_says, shown_answers
from scopeofduty.city.agreements.models import Agreement, Text
from scopeofduty.city.agreements.views import handle
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _agreement(number: int) -> Agreement:
    return get_object_or_404(Agreement, pk=number)


def _newest(agreement: Agreement) -> Text | None:
    return agreement.texts.last()


@requires(Permission.AGREEMENT_KEEP)
def add_text(request: HttpRequest, number: int) -> HttpResponse:
    """Add the next text."""
    found = _agreement(number)

    def do(values: dict[str, Any]) -> Agreement:
        document = values.pop("document")
        recording.add_text(found, document, by=request.user, at=port.now(), **values)
        return found

    form = forms.TextForm(request.POST or None, request.FILES or None)
    said = _("Added. Counsel, notice and vote begin again with it.")
    return handle(request, form, do, _("Add a text"), _("Add it"), said, agreement=found)


@requires(Permission.AGREEMENT_ANALYSE)
def analyse(request: HttpRequest, number: int) -> HttpResponse:
    """Read the newest text beside the ordinance."""
    found, text = _agreement(number), _newest(_agreement(number))
    if text is None:
        return redirect("agreements:one", number)
    says = ordinance_says(found, today(port.now()))

    def do(values: dict[str, Any]) -> Agreement:
        recording.analyse(text, says=says, by=request.user, at=port.now(), **values)
        return found

    form = forms.AnalysisForm(request.POST or None)
    shown = {"agreement": found, "text": text, "says": shown_answers(says)}
    return handle(
        request, form, do, _("Read it beside the ordinance"), _("Keep the analysis"), _("Kept."), **shown
    )


@requires(Permission.AGREEMENT_KEEP)
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """Lay the newest text open to the public."""
    found, text = _agreement(number), _newest(_agreement(number))
    if text is None:
        return redirect("agreements:one", number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.give_notice(text, values["until"], by=request.user, at=port.now())
        return found

    form = forms.NoticeForm(request.POST or None)
    said = _("The text and counsel's analysis are public now.")
    return handle(request, form, do, _("Give public notice"), _("Make it public"), said, agreement=found)


@requires(Permission.AGREEMENT_KEEP)
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """Put the newest text on an agenda."""
    found, text = _agreement(number), _newest(_agreement(number))
    if text is None:
        return redirect("agreements:one", number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.put_to_vote(text, values["session"], by=request.user, at=port.now())
        return found

    form = forms.AgendaForm(request.POST or None, now=port.now())
    said = _("It is on the agenda of that session.")
    return handle(request, form, do, _("Put it on an agenda"), _("Put it on"), said, agreement=found)


@requires(Permission.AGREEMENT_KEEP)
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Record that the city signed."""
    found = _agreement(number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.sign(found, values, values.pop("document"), by=request.user, at=port.now())
        return found

    form = forms.SignForm(request.POST or None, request.FILES or None)
    said = _("The signature is recorded. Below stands whether a vote came first.")
    return handle(request, form, do, _("Record the signature"), _("Record it"), said, agreement=found)


@requires(Permission.AGREEMENT_ANALYSE)
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """Rule on an agreement that was signed without a vote."""
    found = _agreement(number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.rule(found, values["says"], values["reasons"], by=request.user, at=port.now())
        return found

    form = forms.RulingForm(request.POST or None)
    lead = _("A ruling says what staff do. It never makes the agreement approved: only a vote before can.")
    said = _("The ruling is public.")
    return handle(request, form, do, _("Rule on it"), _("Keep the ruling"), said, agreement=found, lead=lead)


@requires(Permission.AGREEMENT_KEEP, Permission.AGREEMENT_ANALYSE)
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a review."""
    found = _agreement(number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.review(found, values["note"], values["next_on"], by=request.user, at=port.now())
        return found

    form = forms.ReviewForm(request.POST or None)
    return handle(request, form, do, _("Review it"), _("Keep the review"), _("Kept."), agreement=found)


@requires(Permission.AGREEMENT_KEEP)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Record that it ended."""
    found = _agreement(number)

    def do(values: dict[str, Any]) -> Agreement:
        recording.end(found, values["how"], values["on"], values["reason"], by=request.user, at=port.now())
        return found

    form = forms.EndForm(request.POST or None)
    return handle(
        request, form, do, _("Record its end"), _("Record it"), _("Recorded."), agreement=found, danger=True
    )

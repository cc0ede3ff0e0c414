"""The second door's pages: which form or service, what information, the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.information import BY_ID, INFORMATION, Information
from scopeofduty.city.desk import answers, law_changes, law_in_force, sentences
from scopeofduty.city.desk.asker import actor_of
from scopeofduty.city.desk.collecting import ASK, RECORD, Collecting, look_up
from scopeofduty.city.desk.given import Given, GivenError, shown
from scopeofduty.city.desk.kinds import NOBODY_IN_DANGER
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.desk.privacy import misread, without_trace
from scopeofduty.city.desk.views import counter, told_in
from scopeofduty.city.profile.models import Department, Service

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from scopeofduty import law

ANOTHER = "another"
# The register and the page's own address supply these; a form that carries them is put right.
SUPPLIED = ("info", "required_by_law")


@without_trace
def services(request: HttpRequest, department: str | None = None) -> HttpResponse:
    """Ask which form or service, department by department."""
    at_counter = counter(department)
    found = Department.objects.prefetch_related("services")
    listed = [at_counter] if at_counter else list(found)
    return render(request, "desk/services.html", {"departments": listed, "department": at_counter})


@without_trace
def information(request: HttpRequest, department: str, service: str) -> HttpResponse:
    """Ask what information the form asks for."""
    office, form = _where(department, service)
    context = {"department": office, "service": form, "slug": service, "information": INFORMATION}
    return render(request, "desk/information.html", context)


@without_trace
def collect(request: HttpRequest, department: str, service: str, information: str) -> HttpResponse:
    """Answer whether this form may ask for this information."""
    office, form = _where(department, service)
    asked_for = BY_ID.get(information)
    if asked_for is None:
        message = _("The desk knows no kind of information called “%(id)s”.") % {"id": shown(information)}
        return misread(request, message, status=404)
    today = register.today(port.now())
    vocabulary = law_in_force.on(today).book.vocabulary
    given = told_in(request, vocabulary) or Given(actor_of(office, vocabulary), dict(NOBODY_IN_DANGER))
    for supplied in SUPPLIED:
        given = given.without(supplied)
    act = _act(request)
    looked = look_up(
        act=act,
        department=office,
        service=form,
        information=asked_for,
        actor=given.actor,
        facts=given.facts,
        on=today,
    )
    context = {"department": office, "service": form, "information": asked_for, "recording": act == RECORD}
    context["petition"] = petition_link(form, asked_for)
    return render(request, "desk/answer.html", context | _page(looked, given, asked_for, today, vocabulary))


def _page(
    looked: Collecting, given: Given, asked_for: Information, today: date, vocabulary: law.Vocabulary
) -> dict[str, object]:
    found, phrase = looked.determination, looked.phrase
    act = asked_for.recording if found.act == RECORD else asked_for.asking
    return {
        "looked": looked,
        "found": found,
        "phrase": phrase,
        "act": str(act),
        "asked": None if looked.by_law else answers.asked(found.question, given, answers.FIRST_AT_A_FORM),
        "told": answers.told(given, vocabulary),
        "reasons": answers.reasons(found, vocabulary) if phrase is Phrase.COUNSEL else [],
        "warnings": answers.warnings(found, today) + _old(looked, today),
        "new": law_changes.new_in(found, law_in_force.on(today)),
        "say": sentences.in_both(phrase, agent=False),
        "answered": sentences.about(phrase, str(act)),
        "now": sentences.now(phrase, agent=False),
        "tokens": given.tokens(),
        "act_id": found.act,
    }


def _old(looked: Collecting, today: date) -> list[str]:
    return [
        _("The entry for %(law)s was to be reviewed by %(day)s. The answer stands; tell counsel.")
        % {"law": row.law, "day": row.review_on.isoformat()}
        for row in looked.listed
        if row.review_on and row.review_on < today
    ]


def petition_link(service: Service | None, asked_for: Information) -> str:
    """Return the link to ask counsel to list a law, with the form and the information filled in."""
    query = {"information": asked_for.id} | ({"service": service.slug} if service else {})
    return f"{reverse('collection:ask')}?{urlencode(query)}"


def _where(department: str, service: str) -> tuple[Department, Service | None]:
    office = get_object_or_404(Department, slug=department)
    if service == ANOTHER:
        return office, None
    return office, get_object_or_404(Service, slug=service, department=office)


def _act(request: HttpRequest) -> str:
    named = request.POST.get("act", "ask") if request.method == "POST" else "ask"
    try:
        return {"ask": ASK, "record": RECORD}[named]
    except KeyError:
        raise GivenError(
            _("“%(act)s” is not what this door answers. Choose “ask” or “write down”.")
            % {"act": shown(named)}
        ) from None

"""The desk: two doors, then a kind, then perhaps a question, then the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.desk import agreements_known, answers, law_changes, law_in_force, sentences
from scopeofduty.city.desk.asker import actor_of, for_whoever_asks
from scopeofduty.city.desk.determination import LIFE, determine
from scopeofduty.city.desk.given import Given, read, shown
from scopeofduty.city.desk.kinds import KINDS, Kind
from scopeofduty.city.desk.kinds import kind as kind_of
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.desk.privacy import misread, without_trace
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@without_trace
def doors(request: HttpRequest, department: str | None = None) -> HttpResponse:
    """Show the two doors; a counter's card has named the department already."""
    context = {
        "department": counter(department),
        "law_changes": law_changes.near(register.today(port.now())),
    }
    return render(request, "desk/doors.html", context)


@without_trace
def kinds(request: HttpRequest, department: str | None = None) -> HttpResponse:
    """Ask what federal officers want."""
    return render(request, "desk/kinds.html", {"kinds": KINDS, "department": counter(department)})


@without_trace
def contacted(request: HttpRequest, kind: str, department: str | None = None) -> HttpResponse:
    """Answer for one kind of contact, or ask the next best question."""
    chosen = kind_of(kind)
    at_counter = counter(department)
    if chosen is None:
        message = _("The desk knows no kind of contact called “%(kind)s”.") % {"kind": shown(kind)}
        return misread(request, message, status=404)
    today = register.today(port.now())
    in_force = law_in_force.on(today)
    vocabulary = in_force.book.vocabulary
    given = told_in(request, vocabulary) or _preset(chosen, at_counter, vocabulary)
    known = agreements_known.known(chosen, today)
    agreement = agreements_known.named(request, known)
    registered = agreement.facts() if agreement and chosen.act == agreements_known.ACT else {}
    found = determine(
        act=chosen.act,
        actor=given.actor,
        facts={**given.facts, **registered},
        on=today,
        in_force=in_force,
        first=chosen.first,
    )
    asked_with = replace(given, facts={**given.facts, **registered})
    found = for_whoever_asks(found, asked_with, in_force=in_force)
    context = {
        "agreements": known,
        "agreement": agreement,
        "asks_which": chosen.act == agreements_known.ACT,
        "kind": chosen,
        "department": at_counter,
        "found": found,
        "phrase": found.phrase,
        "act": str(chosen.doing),
        "asked": answers.asked(found.question, given),
        "told": answers.told(given, vocabulary),
        "reasons": answers.reasons(found, vocabulary) if found.phrase is Phrase.COUNSEL else [],
        "warnings": answers.warnings(found, today),
        "new": law_changes.new_in(found, in_force),
        "duties": answers.duties(found, vocabulary),
        "say": sentences.in_both(found.phrase, agent=True),
        "answered": sentences.about(found.phrase, str(chosen.doing)),
        "now": sentences.now(found.phrase, agent=True),
        "tokens": given.tokens(),
        "record": record_link(chosen, given),
    }
    return render(request, "desk/answer.html", context)


@without_trace
def life(request: HttpRequest, department: str | None = None) -> HttpResponse:
    """Answer at once when a life is in danger: nothing is asked, nothing has to be signed or readable."""
    at_counter = counter(department)
    given = Given(at_counter.actor if at_counter else "any_employee", {LIFE: True})
    today = register.today(port.now())
    try:
        found = determine(act="give emergency help", actor=given.actor, facts=given.facts, on=today)
    except (law_in_force.NoLawError, law.LawError):
        found = None
    chosen = kind_of("officer_down") or KINDS[0]
    context = {
        "found": found if found and found.phrase in {Phrase.MUST, Phrase.MAY} else None,
        "phrase": found.phrase if found and found.phrase is Phrase.MUST else Phrase.MAY,
        "department": at_counter,
        "record": record_link(chosen, given),
    }
    return render(request, "desk/life.html", context)


def counter(slug: str | None) -> Department | None:
    """Return the department that a counter's card names."""
    return get_object_or_404(Department, slug=slug) if slug else None


def told_in(request: HttpRequest, vocabulary: law.Vocabulary) -> Given | None:
    """Return what the form carried, or None when the page was only opened.

    Raises:
        GivenError: a fact can't be read.
    """
    if request.method != "POST":
        return None
    tokens = [token for token in request.POST.getlist("f") if token]
    if request.POST.get("number_of"):
        tokens.append(f"{request.POST['number_of']}:{request.POST.get('number', '')}")
    return read(tokens, vocabulary)


def record_link(kind: Kind, given: Given) -> str:
    """Return the link that opens a contact's record with the kind and the facts, by their ids alone."""
    query = urlencode([("kind", kind.id), *(("f", token) for token in given.tokens())])
    try:
        return f"{reverse('contacts:new')}?{query}"
    except NoReverseMatch:
        return ""


def _preset(kind: Kind, at_counter: Department | None, vocabulary: law.Vocabulary) -> Given:
    facts: dict[str, Any] = dict(kind.facts)
    return Given(actor_of(at_counter, vocabulary) if at_counter else kind.actor, facts)

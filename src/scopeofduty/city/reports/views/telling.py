"""How to report, and the form: sealed in the browser, or plain where there is no JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from scopeofduty.city.clock import port
from scopeofduty.city.reports import bodies, seen
from scopeofduty.city.reports.forms import HomeForm, ReportForm, names_of
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.origin import anonymous
from scopeofduty.city.reports.program import programs
from scopeofduty.city.reports.rosters import NoRosterError, rosters
from scopeofduty.city.reports.upload import SealingUpload, take
from scopeofduty.city.reports.views.showing import page, spelled
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.roster import Duty

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.reports.upload import Received
    from scopeofduty.sealing.envelope import KeyPair
    from scopeofduty.sealing.roster import Roster


@anonymous
def how(request: HttpRequest) -> HttpResponse:
    """Say how to report, what happens then, and who reads it."""
    try:
        roster = rosters()[0]
    except NoRosterError:
        return page(request, "how.html", programs=programs())
    readers = [one for one in roster.members if one.duty in {Duty.RECIPIENT, Duty.OUTSIDE}]
    return page(request, "how.html", readers=readers, number=roster.number, programs=programs())


@anonymous
def tell(request: HttpRequest, reporter: str) -> HttpResponse:
    """Show the guided form; take it as it is from a browser without JavaScript."""
    if reporter not in bodies.Reporter.values:
        raise Http404
    try:
        known = rosters()
    except NoRosterError:
        return page(request, "no_roster.html", status=503)
    if request.method != "POST":
        form = ReportForm(reporter=reporter, roster=known[0])
        return page(request, "tell.html", form=form, reporter=reporter)
    keys = new_key_pair()
    handler = take(request, SealingUpload(request, keys.recipient))
    form = ReportForm(request.POST, request.FILES, reporter=reporter, roster=known[0])
    if handler.problem or not form.is_valid():
        return _again(request, "tell.html", form, handler, reporter=reporter)
    return stored(request, form.told(bodies.Way.PLAIN_FORM), handler.received, keys, known)


@anonymous
def at_home(request: HttpRequest) -> HttpResponse:
    """Give the keys to seal a report at home with age, and take the sealed file."""
    try:
        known = rosters()
    except NoRosterError:
        return page(request, "no_roster.html", status=503)
    readers = [one for one in known[0].members if one.duty in {Duty.RECIPIENT, Duty.OUTSIDE}]
    if request.method != "POST":
        return page(request, "at_home.html", form=HomeForm(roster=known[0]), readers=readers)
    keys = new_key_pair()
    handler = take(request, SealingUpload(request, keys.recipient))
    form = HomeForm(request.POST, request.FILES, roster=known[0])
    if handler.problem or not form.is_valid() or not handler.received:
        return _again(request, "at_home.html", form, handler, readers=readers, missing=not handler.received)
    return stored(request, form.told(bodies.Way.AT_HOME), handler.received, keys, known)


def _again(
    request: HttpRequest, template: str, form: ReportForm, handler: SealingUpload, **context: object
) -> HttpResponse:
    chosen = names_of(handler.received)
    handler.discard()
    form.is_valid()
    return page(request, template, status=422, form=form, problem=handler.problem, chosen=chosen, **context)


def stored(
    request: HttpRequest, told: seen.Told, received: list[Received], keys: KeyPair, known: list[Roster]
) -> HttpResponse:
    """Seal and store what a form told, and show its receipt."""
    done = seen.report(told, received, keys, known, day_of(port.now()))
    return page(request, "receipt.html", spelled=spelled(done.receipt), done=done)

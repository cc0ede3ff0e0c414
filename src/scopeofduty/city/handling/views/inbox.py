"""The inbox: one page that decrypts in the browser, and the ciphertext it fetches and posts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.handling import clocks, inbox, keeping, ordinance, posting
from scopeofduty.city.handling.words import page_words
from scopeofduty.city.profile.models import City
from scopeofduty.city.reports import mailbox
from scopeofduty.city.reports.bodies import Violation
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.roster.current import NoRosterError, edition_in_force, editions_for_browser
from scopeofduty.city.roster.keys import RefusedError, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def _today() -> date:
    return day_of(port.now())


@requires(Permission.REPORT_RECEIVE)
def page(request: HttpRequest) -> HttpResponse:
    """Show the inbox; which cases there are is found out in the browser."""
    try:
        edition = edition_in_force()
    except NoRosterError:
        edition = None
    days = mailbox.batch_days()
    seat = getattr(request.user, "seat", None)
    data = {
        "me": seat.slug if seat else "",
        "days": [day.isoformat() for day in reversed(days)],
        "unread": [day.isoformat() for day in inbox.unread(request.user)],
        "gone_through": inbox.gone_through(),
        "shown": inbox.SHOWN,
        "today": _today().isoformat(),
        "rosters": editions_for_browser(),
        "violations": {value: str(label) for value, label in Violation.choices},
        "outcomes": {value: str(label) for value, label in clocks.OUTCOMES.items()},
        "bodies": {value: asdict(ordinance.body(value, _today())) for value in Violation.values},
        "discipline": ordinance.discipliner(_today()),
        "limits": ordinance.limits(_today()),
        "words": page_words(),
        "language": get_language() or "en",
        "kept": {rule.kept: rule.days for rule in keeping.schedule()},
    }
    city = City.objects.first()
    context = {
        "data": data,
        "edition": edition,
        "key": key_of(request.user),
        "demo": settings.DEMO,
        "city": city,
        "days": days,
    }
    return render(request, "handling/inbox.html", context)


@requires(Permission.REPORT_RECEIVE)
def batch(request: HttpRequest, day: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the batch of a day: the same bytes for every recipient."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    if wanted not in mailbox.batch_days():
        raise Http404
    answer = JsonResponse(inbox.batch_json(wanted))
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.REPORT_RECEIVE)
def case(request: HttpRequest, case: str) -> HttpResponse:
    """Return one case as it stands now, to somebody who can read it."""
    try:
        posting.check_reads(case, request.headers.get("X-Case-Key", ""))
        found = mailbox.case(case)
    except mailbox.NoCaseError as error:
        raise Http404 from error
    answer = JsonResponse(inbox.case_json(found))
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.REPORT_RECEIVE)
def file(request: HttpRequest, case: str, file: str) -> HttpResponse:
    """Return an attachment's age file, to somebody who can read its case."""
    try:
        posting.check_reads(case, request.headers.get("X-Case-Key", ""))
        return FileResponse(mailbox.open_file(case, file), filename=f"{file}.age", as_attachment=True)
    except (mailbox.NoCaseError, ValueError, OSError) as error:
        raise Http404 from error


@requires(Permission.REPORT_RECEIVE)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Write down that this recipient went through a batch."""
    return _done(request, lambda: inbox.mark_read(request.user, _day(request, "day"), _today()))


@requires(Permission.REPORT_RECEIVE)
@require_POST
def write(request: HttpRequest, case: str) -> HttpResponse:
    """Take a message, an epoch, a file or a whole hearing; who sent it is written down nowhere."""
    act = request.POST.get("do", "")
    if act not in posting.DOES:
        raise Http404

    def take() -> None:
        posting.check_reads(case, request.POST.get("key", ""))
        posting.DOES[act](case, request, _today())

    return _done(request, take)


@requires(Permission.REPORT_RECEIVE)
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Take a step of a report's clocks, under an id that is no case's."""

    def take() -> None:
        stage = request.POST.get("stage", "")
        due = _day(request, "due") if request.POST.get("due") else None
        closes = (request.POST.get("violation", ""), request.POST.get("outcome", ""))
        arrived = _day(request, "arrived")
        clocks.step(
            request.POST.get("clock", ""), arrived=arrived, stage=stage, on=_today(), due=due, closes=closes
        )

    return _done(request, take)


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError as error:
        raise RefusedError(_("Write the day as YYYY-MM-DD.")) from error


def _done(request: HttpRequest, act: Callable[[], Any]) -> HttpResponse:
    """Do it and say so in JSON: 200; 400 with what to mend; 404 for no such case; 409 for who came second."""
    try:
        act()
    except RefusedError as error:
        return JsonResponse({"error": str(error)}, status=400)
    except mailbox.BehindError as error:
        missing = [inbox.message_json(each) for each in error.missing]
        return JsonResponse(
            {"error": _("Somebody wrote in this case first."), "missing": missing}, status=409
        )
    except mailbox.NoCaseError as error:
        raise Http404 from error
    if request.headers.get("Accept", "").startswith("text/html"):
        return redirect("handling:inbox")
    return JsonResponse({"done": True})

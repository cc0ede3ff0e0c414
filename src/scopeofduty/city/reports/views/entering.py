"""An intake officer enters a report with a caller, or from a paper: the ciphertext says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.csrf import csrf_exempt

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.reports import bodies
from scopeofduty.city.reports.forms import TakenForm, names_of
from scopeofduty.city.reports.origin import from_our_page
from scopeofduty.city.reports.rosters import NoRosterError, rosters
from scopeofduty.city.reports.upload import SealingUpload, take
from scopeofduty.city.reports.views.showing import page
from scopeofduty.city.reports.views.telling import stored
from scopeofduty.sealing.envelope import new_key_pair

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


# Its upload handler must stand before anything reads the post, the token's check included: the origin counts.
@csrf_exempt
@requires(Permission.REPORT_ENTER)
def enter(request: HttpRequest) -> HttpResponse:
    """Show the form to an intake officer; nothing of who entered it is kept outside the sealed text."""
    reporter = bodies.Reporter.RESIDENT
    try:
        known = rosters()
    except NoRosterError:
        return page(request, "no_roster.html", status=503)
    if request.method != "POST":
        response = page(request, "enter.html", form=TakenForm(reporter=reporter, roster=known[0]))
    elif not from_our_page(request):
        response = page(request, "elsewhere.html", status=403)
    else:
        keys = new_key_pair()
        handler = take(request, SealingUpload(request, keys.recipient))
        form = TakenForm(request.POST, request.FILES, reporter=reporter, roster=known[0])
        if not handler.problem and form.is_valid():
            way = bodies.Way(form.cleaned_data["way"])
            response = stored(request, form.told(way), handler.received, keys, known)
        else:
            chosen = names_of(handler.received)
            handler.discard()
            response = page(
                request, "enter.html", status=422, form=form, problem=handler.problem, chosen=chosen
            )
    response["Cache-Control"] = "no-store"
    return response

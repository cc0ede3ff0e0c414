"""The page on which a form is checked before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.points import checking
from scopeofduty.city.points.forms import CheckForm
from scopeofduty.city.points.judging import Law

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


# The check against forged posts reads the post, and with it the file: the handler has to be in place before.
@csrf_exempt
@requires(Permission.FORM_CHECK)
def check(request: HttpRequest) -> HttpResponse:
    """Examine a form in memory and answer what it asks, what the law says, and what to change."""
    handler = checking.InMemory(request)
    request.upload_handlers = [handler]
    response = _checked(request, handler)
    response["Cache-Control"] = "no-store"
    return response


@csrf_protect
def _checked(request: HttpRequest, handler: checking.InMemory) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CheckForm(*sent, initial={"department": request.user.department_id})
    if handler.too_large:
        form.errors.pop("file", None)
        form.add_error("file", _("The file is larger than 10 MB. Send the form without its pictures."))
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        found = checking.examine(file.name, file.read())
        law = Law(today(port.now()))
        context |= {
            "name": file.name,
            "department": given["department"],
            "service": given["service"],
            "found": found,
            "findings": checking.findings(found, given["department"], given["service"], law),
            "more": max(0, len(found.hits) - checking.MOST_SHOWN),
        }
    return render(request, "points/check.html", context, status=400 if form.errors else 200)

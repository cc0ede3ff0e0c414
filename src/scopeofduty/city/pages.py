"""The front page, and the pages that say what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from scopeofduty.city.accounts.access import open_to_all
from scopeofduty.city.accounts.roles import Permission, roles_with

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Show the two doors of the desk and what else there is."""
    return render(request, "home.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the address or the form could not be read, and how much fits if it was too large.

    Django calls it a bad request, too, when a log-in can't be written at the end of a good one.
    """
    if isinstance(exception, SessionInterrupted):
        return render(request, "errors/busy.html", status=503)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if isinstance(exception, RequestDataTooBig) else None
    return render(request, "errors/400.html", {"limit": limit}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which roles could open the page, and nothing of what is on it."""
    named = [part for part in str(exception or "").split(",") if part in Permission.values]
    permissions = [Permission(part) for part in named]
    roles = sorted({role.label for permission in permissions for role in roles_with(permission)}, key=str)
    return render(request, "errors/403.html", {"permissions": permissions, "could": roles}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django passes it by name
    """Say that nothing is at this address."""
    return render(request, "errors/404.html", status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — Django's signature
    """Say that the form's token didn't fit, and how to go on."""
    return render(request, "errors/csrf.html", status=403)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours and that nothing half-written was kept.

    The page asks no database and no log-in: they may be what failed.
    """
    return HttpResponse(render_to_string("errors/500.html"), status=500)

"""The front page, and the pages that say what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from scopeofduty.city.accounts.access import open_to_all
from scopeofduty.city.accounts.roles import Permission, roles_with

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Show the two doors of the desk and what else there is."""
    return render(request, "home.html")


def bad_request(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Say that the address or the form could not be read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which roles could open the page, and nothing of what is on it."""
    named = [part for part in str(exception or "").split(",") if part in Permission.values]
    permissions = [Permission(part) for part in named]
    roles = sorted({role.label for permission in permissions for role in roles_with(permission)}, key=str)
    return render(request, "errors/403.html", {"permissions": permissions, "could": roles}, status=403)


def not_found(request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is at this address."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours and that nothing half-written was kept."""
    return render(request, "errors/500.html", status=500)

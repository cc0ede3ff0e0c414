"""A second factor for everyone but the demo cast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import resolve, reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Without a second factor a person can set one up, leave, or read a public page; nothing else.
OPEN_VIEWS = ("account_logout", "account_reauthenticate", "mfa_")


class MultiFactorForAll:
    """Send a logged-in person who has no second factor to set one up, before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or answer with the page that sets up a second factor."""
        if settings.MULTI_FACTOR_FOR_ALL and self._lacks_factor(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _lacks_factor(self, request: HttpRequest) -> bool:
        if not request.user.is_authenticated or request.path.startswith(settings.STATIC_URL):
            return False
        name = resolve(request.path_info).url_name or ""
        return not name.startswith(OPEN_VIEWS) and not is_mfa_enabled(request.user)

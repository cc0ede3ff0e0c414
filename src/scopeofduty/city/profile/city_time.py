"""Staff pages show times as the city's own clocks do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from scopeofduty.city.accounts.access import PUBLIC
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class CityTime:
    """Show times in the city's zone to whoever is logged in; public pages say for themselves which zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, and leave the thread's zone as it was."""
        with timezone.override(None):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> None:
        """Take the city's zone, once the view is known: a public page never looks at who reads it."""
        if getattr(view, "access", None) == PUBLIC or not request.user.is_authenticated:
            return
        zone = City.objects.values_list("zone", flat=True).first()
        if zone:
            timezone.activate(ZoneInfo(zone))

"""Staff pages show times as the city's own clocks do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class CityTime:
    """Show times in the city's zone to whoever is logged in; public pages say for themselves which zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the city's zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = City.objects.values_list("zone", flat=True).first()
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)

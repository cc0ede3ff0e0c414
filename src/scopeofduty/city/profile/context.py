"""What every page knows of the city."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from django.http import HttpRequest


def city(_request: HttpRequest) -> dict[str, Any]:
    """Return the city (None before set-up) and whether this is the demo."""
    return {"city": City.objects.first(), "demo": settings.DEMO}

"""The register of public addresses: every page that reads the projection, by name, with examples to visit.

The whole-city test fetches each of them, with headers, from two cities that differ only in what is sealed;
a view of this part that is not in the register fails the test.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render

from scopeofduty.city.public.models import PublicCity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

PUBLISHED: dict[str, View] = {}


def published(view: View) -> View:
    """Register a view as public, and send it without a trace of who reads it.

    It sets no cookie, reads no session, and may be kept by anyone's cache until the next window.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            # The city's own page for this looks at who reads it; this one doesn't.
            known = {"public_city": PublicCity.objects.first()}
            response = render(request, "public/nothing.html", known, status=404, using="public")
        response.setdefault("Cache-Control", "public, max-age=300")
        return response

    answered.access = "public"  # type: ignore[attr-defined]
    PUBLISHED[view.__name__] = answered
    return answered

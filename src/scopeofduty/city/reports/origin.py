"""Posts of people who have no log-in: no cookie and no token proves a page of ours, its origin does."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from scopeofduty.city.accounts.access import open_to_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    View = Callable[..., HttpResponse]

OURS = frozenset({"same-origin", "none"})


def from_our_page(request: HttpRequest) -> bool:
    """Say whether a browser sent this from a page of this site, or no browser did.

    Nothing that a stranger's page makes a visitor post here carries a right of theirs: there is no cookie.
    It could only make them send a report that they didn't write, and that is refused.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "none") in OURS


def anonymous(view: View) -> View:
    """Mark a view that anybody may open and post to: no session, no cookie, kept by no cache."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not from_our_page(request):
            response = render(request, "reports/elsewhere.html", status=403, using="public")
        else:
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        if response.status_code < 500:
            # Django logs each 4xx: a log's clock would tell when somebody mistyped their words.
            response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
        return response

    return open_to_all(csrf_exempt(answered))

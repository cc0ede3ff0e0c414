"""The register of public addresses: every page that reads the projection, by name, with examples to visit.

The whole-city test fetches each of them, with headers, from two cities that differ only in what is sealed;
a view of this part that is not in the register fails the test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    View = Callable[..., HttpResponse]

PUBLISHED: dict[str, View] = {}


def published(view: View) -> View:
    """Register a view as public, and send it without a trace of who reads it.

    It sets no cookie, reads no session, and may be kept by anyone's cache until the next window.
    """

    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "public, max-age=300"
        return response

    answered.access = "public"  # type: ignore[attr-defined]
    answered.__name__ = view.__name__
    answered.__doc__ = view.__doc__
    PUBLISHED[view.__name__] = answered
    return answered

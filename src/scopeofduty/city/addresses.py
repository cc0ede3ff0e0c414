"""What an address may not hold, whichever page it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class ReadableAddress:
    """Answer 400 to an address with a NUL character: no name has one, and PostgreSQL can't look for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what can be looked for.

        Raises:
            BadRequest: the path or the query has a NUL character.
        """
        texts = [request.path, *request.GET, *(text for _, given in request.GET.lists() for text in given)]
        if any(NUL in text for text in texts):
            raise BadRequest("the address has a NUL character")
        return self.get_response(request)

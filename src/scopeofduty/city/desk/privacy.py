"""Asking leaves no trace: no cookie, no session, no log line, no row, nothing kept by a browser or proxy."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from scopeofduty import law
from scopeofduty.city.accounts.access import open_to_all
from scopeofduty.city.desk.given import GivenError, shown
from scopeofduty.city.desk.law_in_force import NoLawError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

MOST_BYTES = 16_384
METHODS = ("GET", "HEAD", "POST")


class TooMuchError(ValueError):
    """More came than a desk question can hold."""


def without_trace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view of the desk to all, keep nothing, and say plainly what can't be read.

    Its posts change nothing, so they carry no CSRF token and no cookie.
    """

    @open_to_all
    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return asked


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    if request.method not in METHODS:
        message = _("The desk is asked with GET or POST, not with %(method)s.")
        response = misread(request, message % {"method": shown(str(request.method))}, status=405)
        response["Allow"] = ", ".join(METHODS)
        return response
    try:
        _check(request)
        return view(request, *args, **kwargs)
    except TooMuchError as error:
        return misread(request, str(error), status=413)
    except GivenError as error:
        return misread(request, str(error))
    except law.QuestionError:
        return misread(
            request, _("These answers cannot all be true together. Go back and change one of them.")
        )
    except NoLawError as error:
        return render(request, "desk/no_law.html", {"reason": str(error)}, status=503)


def misread(request: HttpRequest, message: str, *, status: int = 400) -> HttpResponse:
    """Return the page that says what came and how to go on."""
    return render(request, "desk/misread.html", {"message": message}, status=status)


def _check(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise TooMuchError(_too_much())
    try:
        request.POST  # noqa: B018 — read here, so that a broken body is said in words
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
        raise TooMuchError(_too_much()) from error
    except (UnreadablePostError, MultiPartParserError) as error:
        raise GivenError(_("What was sent broke off or is garbled. Ask again.")) from error


def _too_much() -> str:
    return _("More was sent than a question can hold (16 KB). Start again from the two doors.")

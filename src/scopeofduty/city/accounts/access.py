"""Who may open a view: every view says it, and a test visits every view as everybody else."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.accounts.roles import Permission

    View = Callable[..., HttpResponse]

PUBLIC = "public"
SIGNED_IN = "signed in"
BEFORE_FACTOR = "signed in, second factor or not"


def open_to_all(view: View) -> View:
    """Mark a view as one that anybody may open, logged in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Mark a view as one that anybody with a log-in may open."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    checked.access = SIGNED_IN  # type: ignore[attr-defined]
    return checked


def before_second_factor(view: View) -> View:
    """Mark a view as one that somebody logged in may open while still without a second factor."""
    checked = signed_in(view)
    checked.access = BEFORE_FACTOR  # type: ignore[attr-defined]
    return checked


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view as one for people who hold at least one of ``permissions``.

    Somebody without a log-in is sent to log in and sees nothing; somebody with the wrong role gets
    403 and a page that says which roles could.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied(",".join(permissions))
            return view(request, *args, **kwargs)

        checked.access = permissions  # type: ignore[attr-defined]
        return checked

    return mark

"""How log-in behaves in a city: nobody signs up by themselves, and nothing is said in a flash message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator or by the one-time set-up link."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth's signature
        """Say that nobody can sign up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 — allauth's signature
        """Return the person's room."""
        return reverse("accounts:room")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 — allauth's signature
        """Return the person's room."""
        return reverse("accounts:room")

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing: a city's staff accounts have no e-mail address here; the audit trail records it."""

"""A second factor for everyone but the demo cast."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.shortcuts import redirect

from scopeofduty.city.accounts.access import BEFORE_FACTOR, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Recovery codes alone don't count: they are for the day on which the other one is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: Any) -> bool:
    """Say whether the person has an authenticator app or a passkey."""
    return is_mfa_enabled(user, FACTORS)


class MultiFactorForAll:
    """Send a logged-in person who has no second factor to set one up, before anything that isn't public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on: the decision is made once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Answer with the way to the set-up page, or None to go on.

        The view's own access mark decides, so no address can be forgotten: what is public stays
        readable, what serves the set-up itself stays open (no loop), everything else is closed.
        """
        # The mark comes first: a public page never looks at who reads it.
        if not settings.MULTI_FACTOR_FOR_ALL or getattr(view, "access", None) in (PUBLIC, BEFORE_FACTOR):
            return None
        if not request.user.is_authenticated or has_factor(request.user):
            return None
        return redirect("mfa_index")


class SecondFactors(DefaultMFAAdapter):
    """How second factors are kept: encrypted under the city's own key, so that a copied database has none."""

    def _cipher(self) -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet([Fernet(_key(key)) for key in keys])

    def encrypt(self, text: str) -> str:
        """Return ``text`` sealed under the city's key."""
        return self._cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what ``encrypt`` was given.

        Raises:
            cryptography.fernet.InvalidToken: it was sealed under another city's key.
        """
        return self._cipher().decrypt(encrypted_text.encode("ascii")).decode()


def _key(secret: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"scopeofduty second factors")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))

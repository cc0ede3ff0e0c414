"""Every address of log-in, and who may open it: the whole of django-allauth that a city serves.

The table is written out instead of included, so that an update of allauth brings no new door. What a city
doesn't use has an address only where allauth itself links to it, and answers that nothing is there.
"""

from __future__ import annotations

from functools import partial, update_wrapper
from typing import TYPE_CHECKING

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache

from scopeofduty.city.accounts.access import before_second_factor, open_to_all, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say how a forgotten password is replaced: by a one-time link from an administrator."""
    return render(request, "account/forgotten.html")


def closed(_request: HttpRequest, **_named: str) -> HttpResponse:
    """Answer that nothing is here.

    Raises:
        Http404: always.
    """
    raise Http404


Row = tuple[str, "Callable[..., HttpResponse]", str, "Callable[..., Callable[..., HttpResponse]]"]

# Address, view, name, who may open it.
TABLE: tuple[Row, ...] = (
    ("login/", account.login, "account_login", open_to_all),
    ("logout/", account.logout, "account_logout", open_to_all),
    ("inactive/", account.account_inactive, "account_inactive", open_to_all),
    ("forgotten/", forgotten, "account_reset_password", open_to_all),
    # The second step of a log-in: allauth lets in only a browser that has just given the password.
    ("2fa/authenticate/", mfa.authenticate, "mfa_authenticate", open_to_all),
    ("2fa/webauthn/login/", passkeys.login_webauthn, "mfa_login_webauthn", open_to_all),
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate", before_second_factor),
    ("password/change/", account.password_change, "account_change_password", signed_in),
    ("2fa/", mfa.index, "mfa_index", before_second_factor),
    ("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate", before_second_factor),
    ("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp", before_second_factor),
    ("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp", before_second_factor),
    (
        "2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        "mfa_view_recovery_codes",
        before_second_factor,
    ),
    (
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        before_second_factor,
    ),
    (
        "2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
        before_second_factor,
    ),
    ("2fa/webauthn/", passkeys.list_webauthn, "mfa_list_webauthn", before_second_factor),
    ("2fa/webauthn/add/", passkeys.add_webauthn, "mfa_add_webauthn", before_second_factor),
    (
        "2fa/webauthn/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
        before_second_factor,
    ),
    (
        "2fa/webauthn/keys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        "mfa_remove_webauthn",
        before_second_factor,
    ),
    ("2fa/webauthn/keys/<int:pk>/edit/", passkeys.edit_webauthn, "mfa_edit_webauthn", before_second_factor),
    # Nobody signs up, and accounts have no e-mail address: nothing is at these.
    ("signup/", closed, "account_signup", open_to_all),
    ("email/", closed, "account_email", open_to_all),
    ("confirm-email/", closed, "account_email_verification_sent", open_to_all),
    ("confirm-email/<str:key>/", closed, "account_confirm_email", open_to_all),
    ("password/set/", closed, "account_set_password", open_to_all),
    ("password/reset/done/", closed, "account_reset_password_done", open_to_all),
    ("password/reset/key/done/", closed, "account_reset_password_from_key_done", open_to_all),
    ("password/reset/key/<str:uidb36>-<str:key>/", closed, "account_reset_password_from_key", open_to_all),
    ("login/code/confirm/", closed, "account_confirm_login_code", open_to_all),
)


def _own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    # The mark goes on a wrapper: allauth's own function stays as it is.
    return update_wrapper(partial(view), view)


urlpatterns = [path(address, never_cache(mark(_own(view))), name=name) for address, view, name, mark in TABLE]

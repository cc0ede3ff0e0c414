"""Choosing a password behind a one-time link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.db import transaction
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from scopeofduty.city.accounts import one_time_links
from scopeofduty.city.accounts.access import open_to_all
from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.forms import PasswordForm
from scopeofduty.city.accounts.models import OneTimeLink
from scopeofduty.city.clock.port import now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.accounts.models import User


def link_ended(request: HttpRequest, *, purpose: OneTimeLink.Purpose) -> HttpResponse:
    """Say that a one-time link doesn't work (404), and how to get another one."""
    return render(request, "accounts/link_ended.html", {"purpose": purpose}, status=404)


def log_in(request: HttpRequest, user: User) -> HttpResponse:
    """Log in somebody who has just chosen a password; an existing second factor is still asked for."""
    return perform_password_login(request, {"username": user.username}, Login(user=user))


@open_to_all
@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """Let the person whom the link is for choose a password, once; the token stands for a log-in."""
    at = now()
    link = one_time_links.find(token, OneTimeLink.Purpose.PASSWORD, at=at)
    if link is None or link.user is None or not link.user.is_active:
        return link_ended(request, purpose=OneTimeLink.Purpose.PASSWORD)
    form = PasswordForm(request.POST if request.method == "POST" else None, user=link.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if not one_time_links.use(link, at=at):
                return link_ended(request, purpose=OneTimeLink.Purpose.PASSWORD)
            link.user.set_password(form.cleaned_data["password"])
            link.user.save(update_fields=["password"])
            record(Event.PASSWORD_CHOSEN, actor=link.user, subject=link.user.username, at=at)
        return log_in(request, link.user)
    return render(request, "accounts/choose_password.html", {"form": form, "person": link.user})

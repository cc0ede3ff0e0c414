"""Puts what people do to their own log-in on the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.clock.port import now

if TYPE_CHECKING:
    from scopeofduty.city.accounts.models import User


@receiver(password_changed)
def _password_changed(user: User, **_rest: Any) -> None:
    record(Event.PASSWORD_CHOSEN, actor=user, subject=user.username, at=now())


@receiver(authenticator_added)
def _factor_added(user: User, authenticator: Any, **_rest: Any) -> None:
    _factor(Event.FACTOR_ADDED, user, authenticator)


@receiver(authenticator_removed)
def _factor_removed(user: User, authenticator: Any, **_rest: Any) -> None:
    _factor(Event.FACTOR_REMOVED, user, authenticator)


@receiver(authenticator_reset)
def _factor_renewed(user: User, authenticator: Any, **_rest: Any) -> None:
    _factor(Event.FACTOR_RENEWED, user, authenticator)


def _factor(event: Event, user: User, authenticator: Any) -> None:
    record(event, actor=user, subject=f"{user.username}: {authenticator.type}", at=now())

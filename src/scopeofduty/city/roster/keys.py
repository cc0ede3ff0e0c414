"""Registering a key: the city takes its public half, with proof that whoever registers it holds the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.audit import Event, record
from scopeofduty.city.accounts.models import User
from scopeofduty.city.roster.models import Key
from scopeofduty.sealing.canonical import canonical, parse_hex
from scopeofduty.sealing.envelope import check_recipient
from scopeofduty.sealing.errors import SealingError
from scopeofduty.sealing.signing import KEY_SIZE, SIGNATURE_SIZE, check_signature

if TYPE_CHECKING:
    from datetime import datetime


class RefusedError(ValueError):
    """Something about the roster or a key that can't be done; the message says what to do instead."""


def claim(username: str, recipient: str) -> bytes:
    """Return what a person signs with a new key: that this recipient is theirs (label ``recipient-key``)."""
    return canonical({"person": username, "recipient": recipient, "v": 1})


def register(user: User, recipient: str, signing_key: str, signature: str, *, at: datetime) -> Key:
    """Take the public half of a person's key; an earlier one of theirs ends.

    Raises:
        RefusedError: it isn't a key, the signature isn't by it, or somebody has it already.
    """
    try:
        check_recipient(recipient)
        public = parse_hex(signing_key, KEY_SIZE, "the signing key")
        signed = parse_hex(signature, SIGNATURE_SIZE, "the signature")
        check_signature(public, signed, "recipient-key", claim(user.username, recipient))
    except SealingError as error:
        raise RefusedError(_("This isn't a key of yours: %(why)s") % {"why": error}) from error
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            user.keys.filter(ended_at=None).update(ended_at=at, end_reason="replaced")
            key = Key.objects.create(user=user, recipient=recipient, signing_key=signing_key, made_at=at)
            record(Event.KEY_REGISTERED, actor=user, subject=user.username, at=at)
    except IntegrityError as error:
        raise RefusedError(_("This key is registered already. Make another one.")) from error
    return key


def key_of(user: User | None) -> Key | None:
    """Return the key that a person has now."""
    return Key.objects.filter(user=user, ended_at=None).first() if user else None


def end_key(user: User, *, reason: str, by: User, at: datetime) -> None:
    """End a person's key (lost, left): the next edition is without it.

    Raises:
        RefusedError: they have none.
    """
    if not user.keys.filter(ended_at=None).update(ended_at=at, end_reason=reason[:300]):
        raise RefusedError(_("%(name)s has no key.") % {"name": user.name})
    record(Event.KEY_ENDED, actor=by, subject=user.username, reason=reason[:300], at=at)

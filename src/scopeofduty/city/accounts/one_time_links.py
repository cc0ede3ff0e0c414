"""Links that work once: made, looked up, used."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.accounts.models import OneTimeLink

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

LASTS = timedelta(hours=24)


def _digest(token: str) -> str:
    # A token of 256 random bits can't be guessed from its digest, so no slow hash is needed.
    return hashlib.sha256(token.encode()).hexdigest()


def make(purpose: OneTimeLink.Purpose, *, at: datetime, user: User | None = None) -> str:
    """Make a link and return its token, which is kept nowhere; earlier links for the same end now.

    Args:
        purpose: what the link opens.
        at: when it is made; it works for ``LASTS``.
        user: whose password it is for.
    """
    OneTimeLink.objects.filter(purpose=purpose, user=user, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        purpose=purpose, user=user, digest=_digest(token), made_at=at, expires_at=at + LASTS
    )
    return token


def find(token: str, purpose: OneTimeLink.Purpose, *, at: datetime) -> OneTimeLink | None:
    """Return the link that ``token`` opens at ``at``, or None: unknown, used, or expired."""
    link = OneTimeLink.objects.filter(digest=_digest(token), purpose=purpose).select_related("user").first()
    return link if link and link.works(at) else None


def use(link: OneTimeLink, *, at: datetime) -> bool:
    """Use the link up; say False when somebody else was quicker."""
    free = OneTimeLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at)
    return free.update(used_at=at) == 1

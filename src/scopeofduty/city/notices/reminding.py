"""Every day, each notice that waits for a completion is somebody's to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Permission, roles_with
from scopeofduty.city.mailing import send_in_both
from scopeofduty.city.notices.models import Notice, Reminder
from scopeofduty.city.notices.standing import completion

if TYPE_CHECKING:
    from datetime import datetime


def waiting(at: datetime) -> list[Notice]:
    """Return the notices that wait at ``at`` until somebody says that the operation is complete."""
    open_notices = Notice.objects.filter(window=None, waits=True, sealed_at__lte=at, withdrawn_at=None)
    return [
        notice
        for notice in open_notices.prefetch_related("attestations")
        if completion(notice, notice.attestations.all(), at).at is None
    ]


def remind(window: datetime) -> None:
    """Remind whoever may attest, once a day, and write down that it was done.

    The mail is the same on every day that has one, and holds no number, place or agency.
    """
    open_notices = waiting(window)
    for notice in open_notices:
        Reminder.objects.get_or_create(notice=notice, window=window)
    if open_notices:
        transaction.on_commit(_send)


def _send() -> None:
    people = User.objects.filter(
        is_active=True,
        appointments__ended_at=None,
        appointments__role__in=roles_with(Permission.NOTICE_ATTEST),
    ).exclude(email="")
    send_in_both(
        lambda: _("Something waits for you"),
        lambda: _("Log in and open your room: something waits for your word."),
        [person.email for person in people.distinct()],
        fail_silently=True,
    )

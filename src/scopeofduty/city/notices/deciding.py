"""What people do about a notice before it is public: attest, read, delay (two people)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.notices.models import Attestation, Delay, Notice, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

AT_ONCE = timedelta(minutes=5)


class RefusedError(Exception):
    """It can't be done now; the message says why and what to do."""


def attest(notice: Notice, says: str, *, by: User, at: datetime) -> Attestation:
    """Write down what a named person says of the operation. What is public stays public.

    The same person saying once more at once what they said last (a form sent twice) is one word, not two.
    """
    with transaction.atomic():
        locked = _locked(notice)
        last = locked.attestations.last()
        if last and (last.says, last.by_id) == (says, by.pk) and at - last.at < AT_ONCE:
            return last
        return Attestation.objects.create(notice=locked, says=Attestation.Says(says), by=by, at=at)


def read(notice: Notice, withheld: Iterable[str], *, by: User, at: datetime) -> Reading:
    """Write down the one reading.

    Raises:
        RefusedError: it was read already, or it is public.
    """
    with transaction.atomic():
        locked = _locked(notice)
        if locked.window:
            raise RefusedError(_("It is public already; what it said can't be taken back."))
        if Reading.objects.filter(notice=locked).exists():
            raise RefusedError(_("It was read already."))
        return Reading.objects.create(notice=locked, withheld=sorted(withheld), by=by, at=at)


def ask_delay(notice: Notice, reason: str, length: timedelta, *, by: User, at: datetime) -> Delay:
    """Ask for a delay; it holds nothing back until a second person confirms it.

    Raises:
        RefusedError: the notice is public, or a delay waits for its second person already.
    """
    with transaction.atomic():
        locked = _locked(notice)
        if locked.window:
            raise RefusedError(_("It is public already and can't be delayed."))
        if locked.delays.filter(confirmed_at=None, until__gt=at, lifted_at=None).exists():
            raise RefusedError(_("A delay waits for its second person already."))
        return Delay.objects.create(notice=locked, reason=reason, asked_by=by, asked_at=at, until=at + length)


def confirm_delay(delay: Delay, *, by: User, at: datetime) -> None:
    """Confirm a delay as the second person.

    Raises:
        RefusedError: it is the same person, it is over, or somebody confirmed it meanwhile.
    """
    with transaction.atomic():
        _locked(delay.notice)
        delay.refresh_from_db()
        if delay.asked_by_id == by.pk:
            raise RefusedError(_("A second person must confirm it: you asked for it."))
        if delay.confirmed_at or delay.lifted_at:
            raise RefusedError(_("Somebody decided on it meanwhile."))
        if delay.until <= at or delay.notice.window:
            raise RefusedError(_("It is over. Ask for another one."))
        delay.confirmed_by, delay.confirmed_at = by, at
        delay.save(update_fields=["confirmed_by", "confirmed_at"])


def lift_delay(delay: Delay, *, by: User, at: datetime) -> None:
    """End a delay early: one person is enough to let the public know."""
    with transaction.atomic():
        _locked(delay.notice)
        delay.refresh_from_db()
        if delay.lifted_at is None and delay.until > at:
            delay.lifted_by, delay.lifted_at = by, at
            delay.save(update_fields=["lifted_by", "lifted_at"])


def _locked(notice: Notice) -> Notice:
    """Take the notice's row, so that two people deciding at once come one after the other."""
    return Notice.objects.select_for_update().get(pk=notice.pk)

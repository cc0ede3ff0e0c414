"""Sessions and their agenda: set up, changed until somebody votes, published, called off; and the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.commission.models import Item, Minutes, Session, Step
from scopeofduty.city.commission.refusals import RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def call_session(values: dict[str, Any], *, by: User, at: datetime) -> Session:
    """Set a session on the calendar."""
    with transaction.atomic():
        session = Session.objects.create(**values, by=by, at=at)
        audit.record(audit.Event.SESSION_SET, actor=by, subject=_named(session), at=at)
    return session


def change_session(session: Session, values: dict[str, Any], *, by: User, at: datetime, reason: str) -> None:
    """Change when, where or what a session is; the trail keeps what it was.

    Raises:
        RefusedError: a vote was opened in it, or it was called off.
    """
    with transaction.atomic():
        locked = open_session(session)
        if locked.votes.exists():
            raise RefusedError(_("A vote was taken in this session: it stays as it was."))
        before = f"{_named(locked)} {locked.starts_at.isoformat()} {locked.place}"
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(values))
        audit.record(audit.Event.SESSION_CHANGED, actor=by, subject=before, reason=reason[:300], at=at)


def call_off(session: Session, *, by: User, at: datetime, reason: str) -> None:
    """Call a session off; it stays on the calendar and says so.

    Raises:
        RefusedError: a vote was taken in it, or it was called off before.
    """
    with transaction.atomic():
        locked = open_session(session)
        if locked.votes.exists():
            raise RefusedError(_("A vote was taken in this session: it took place."))
        locked.off_at, locked.off_reason = at, reason[:300]
        locked.save(update_fields=["off_at", "off_reason"])
        audit.record(audit.Event.SESSION_OFF, actor=by, subject=_named(locked), reason=reason[:300], at=at)


def publish_agenda(session: Session, *, by: User, at: datetime) -> None:
    """Make the agenda public, with its packet. Published again, it keeps its first time."""
    with transaction.atomic():
        locked = open_session(session)
        if not locked.items.exists():
            raise RefusedError(_("The agenda is empty. Add an item first."))
        if locked.agenda_at is None:
            locked.agenda_at = at
            locked.save(update_fields=["agenda_at"])
            audit.record(audit.Event.AGENDA_PUBLISHED, actor=by, subject=_named(locked), at=at)


def add_item(session: Session, values: dict[str, Any], *, by: User, at: datetime) -> Item:
    """Put a matter on the agenda, at its end.

    Raises:
        RefusedError: the session was called off, or takes no vote and the matter wants one.
    """
    with transaction.atomic():
        locked = open_session(session)
        if not locked.votes_allowed and values.get("step", Step.NONE) != Step.NONE:
            raise RefusedError(_("A work session takes no vote: put it on a regular or special session."))
        last = locked.items.aggregate(last=Max("number"))["last"] or 0
        item = Item.objects.create(session=locked, number=last + 1, **values)
        audit.record(
            audit.Event.AGENDA_CHANGED, actor=by, subject=f"{_named(locked)}: {item.title}"[:200], at=at
        )
    return item


def pull(item: Item, *, by: User, at: datetime) -> None:
    """Take an item off the consent agenda, so that it gets a vote of its own. Any member may.

    Raises:
        RefusedError: a vote on it was opened before.
    """
    with transaction.atomic():
        locked = Item.objects.select_for_update().get(pk=item.pk)
        if locked.votes.exists():
            raise RefusedError(_("The vote on it was opened before; it stays where it is."))
        if locked.on_consent:
            locked.pulled_at, locked.pulled_by = at, by
            locked.save(update_fields=["pulled_at", "pulled_by"])
            audit.record(audit.Event.ITEM_PULLED, actor=by, subject=locked.title, at=at)


def write_minutes(
    session: Session, text: str, *, by: User, at: datetime, after: int, reason: str = ""
) -> Minutes:
    """Write the minutes, or their correction: the text before stays readable.

    Args:
        session: of which.
        text: the whole text as it reads now.
        by: who writes.
        at: when.
        after: the number of the text that the writer saw; 0 when there was none.
        reason: why the earlier text is corrected.

    Raises:
        RefusedError: somebody else wrote meanwhile; nothing was kept, and nothing of theirs is lost.
    """
    meanwhile = _("Somebody else wrote these minutes meanwhile. Read theirs, then add yours.")
    try:
        with transaction.atomic():
            last = session.minutes.aggregate(last=Max("seq"))["last"] or 0
            if last != after:
                raise RefusedError(meanwhile)
            kept = Minutes.objects.create(
                session=session, seq=last + 1, text=text, reason=reason[:300], by=by, at=at
            )
            audit.record(
                audit.Event.MINUTES_WRITTEN, actor=by, subject=_named(session), reason=reason[:300], at=at
            )
    except IntegrityError:
        raise RefusedError(meanwhile) from None
    return kept


def open_session(session: Session) -> Session:
    """Take the session's row, so that two people come one after the other.

    Raises:
        RefusedError: it was called off.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.off_at:
        raise RefusedError(_("This session was called off."))
    return locked


def _named(session: Session) -> str:
    return f"session {session.pk}"

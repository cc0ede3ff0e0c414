"""Drafts: what somebody has begun to write. Theirs alone, without a number, nor a word the guard stops at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.contacts import retention, status
from scopeofduty.city.contacts.cleaning import Frame, clean
from scopeofduty.city.contacts.fields import BY_ID, Kind
from scopeofduty.city.contacts.models import Contact, Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

EXTRA = frozenset({"kind", "f"})


class NotYoursError(LookupError):
    """The draft is somebody else's, or was recorded already."""


@dataclass
class Saved:
    """What became of a draft: when it was saved, and what was left out of it, by field id."""

    at: datetime
    left_out: dict[str, list[str]] = field(default_factory=dict)


def save_draft(raw: Mapping[str, Any], *, key: UUID, owner: User, frame: Frame) -> Saved:
    """Save what can be saved of a form that isn't finished, in place of what was saved before.

    A text at which the status guard stops is left out, whole, and so is what can't be read.

    Raises:
        NotYoursError: the key is another person's draft, or a contact that was recorded.
    """
    wanted = {
        name: value for name, value in raw.items() if name in BY_ID and BY_ID[name].kind is not Kind.DERIVED
    }
    cleaned = clean(wanted, frame, required=())
    saved = Saved(frame.at, cleaned.problems)
    for stop in status.stops(cleaned.values):
        cleaned.values.pop(stop.field, None)
        saved.left_out.setdefault(stop.field, []).append(stop.message)
    kept = cleaned.values | {name: raw[name] for name in EXTRA & set(raw)}
    with transaction.atomic():
        existing = Draft.objects.filter(key=key).first()
        taken = existing is not None and existing.owner_id != owner.pk
        if taken or Contact.objects.filter(key=key).exists():
            raise NotYoursError(_("This form is no longer a draft. Open a new one."))
        Draft.objects.update_or_create(key=key, owner=owner, defaults={"values": kept, "saved_at": frame.at})
    return saved


def draft_for(owner: User, key: str) -> Draft | None:
    """Return a person's own draft, or None."""
    try:
        return Draft.objects.filter(key=UUID(key), owner=owner).first()
    except ValueError:
        return None


def expire(at: datetime) -> int:
    """Delete the drafts that have lain longer than the retention schedule says; return how many."""
    kept = timedelta(days=retention.days_of(retention.Kept.DRAFT))
    return Draft.objects.filter(saved_at__lt=at - kept).delete()[0]

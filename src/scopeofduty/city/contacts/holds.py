"""Legal holds: two people place one, two people lift it; meanwhile nothing in the contact is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.erasure import reason_problems
from scopeofduty.city.contacts.models import LegalHold

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.models import Contact

MATTER_MOST = 200


def standing(contact: Contact) -> LegalHold | None:
    """Return the hold on a contact that isn't lifted, confirmed or not."""
    return contact.holds.filter(lifted_at=None).first()


@transaction.atomic
def place(contact: Contact, *, matter: str, by: User, at: datetime) -> LegalHold:
    """Place a hold; it already blocks erasing, and a second person confirms it.

    Raises:
        EntryRefusedError: no matter is named, or a hold stands.
    """
    problems = reason_problems(matter, "matter")
    if not problems and len(matter.strip()) > MATTER_MOST:
        problems = {"matter": [_("Name the matter in at most %(most)s characters.") % {"most": MATTER_MOST}]}
    if standing(contact):
        problems = {"matter": [_("A hold stands on this contact already.")]}
    if problems:
        raise EntryRefusedError(problems)
    return LegalHold.objects.create(contact=contact, matter=matter.strip(), placed_by=by, placed_at=at)


@transaction.atomic
def confirm(hold: LegalHold, *, by: User, at: datetime) -> None:
    """Confirm a hold as the second person.

    Raises:
        EntryRefusedError: it was confirmed, or this is the person who placed it.
    """
    hold.refresh_from_db()
    if hold.confirmed_by_id:
        raise EntryRefusedError({"hold": [_("This hold was confirmed already.")]})
    if hold.placed_by_id == by.pk:
        raise EntryRefusedError({"hold": [_("You placed this hold; another person confirms it.")]})
    hold.confirmed_by, hold.confirmed_at = by, at
    hold.save(update_fields=["confirmed_by", "confirmed_at"])


@transaction.atomic
def ask_to_lift(hold: LegalHold, *, reason: str, by: User, at: datetime) -> None:
    """Ask that a hold be lifted, as the first of two people.

    Raises:
        EntryRefusedError: no reason, or somebody asked already.
    """
    hold.refresh_from_db()
    problems = reason_problems(reason)
    if not problems and len(reason.strip()) > MATTER_MOST:
        problems = {"reason": [_("Give the reason in at most %(most)s characters.") % {"most": MATTER_MOST}]}
    if hold.lift_asked_by_id:
        problems = {"hold": [_("Somebody has asked for this already; another person agrees.")]}
    if problems:
        raise EntryRefusedError(problems)
    hold.lift_asked_by, hold.lift_asked_at, hold.lift_reason = by, at, reason.strip()
    hold.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_reason"])


@transaction.atomic
def lift(hold: LegalHold, *, by: User, at: datetime) -> None:
    """Lift a hold as the second person.

    Raises:
        EntryRefusedError: nobody asked for it, or this is the person who asked, or it is lifted.
    """
    hold.refresh_from_db()
    if hold.lifted_at or not hold.lift_asked_by_id:
        raise EntryRefusedError({"hold": [_("Nobody has asked to lift this hold, or it is lifted already.")]})
    if hold.lift_asked_by_id == by.pk:
        raise EntryRefusedError({"hold": [_("You asked to lift this hold; another person agrees.")]})
    hold.lifted_by, hold.lifted_at = by, at
    hold.save(update_fields=["lifted_by", "lifted_at"])


def waiting_for(person: User) -> list[LegalHold]:
    """Return the holds that wait for a second person, to be confirmed or lifted; never the first."""
    return [
        hold
        for hold in LegalHold.objects.filter(lifted_at=None)
        if (hold.confirmed_by_id is None and hold.placed_by_id != person.pk)
        or (hold.lift_asked_by_id not in {None, person.pk})
    ]

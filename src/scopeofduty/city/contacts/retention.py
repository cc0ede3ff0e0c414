"""How long the log keeps what it holds, and the purge of what is due: the number stays, the values go."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.erasure import purge, reason_problems
from scopeofduty.city.contacts.models import (
    Contact,
    Erasure,
    LegalHold,
    RetentionRule,
    Review,
)
from scopeofduty.city.contacts.switches import check_citation

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

Kept = RetentionRule.Kept
# Long, until the city names its own schedule: what is purged can't be brought back.
DEFAULT_DAYS = {Kept.CONTACT: 3650, Kept.REVIEWED: 9125, Kept.DRAFT: 30}
LEAST_DAYS = {Kept.CONTACT: 365, Kept.REVIEWED: 365, Kept.DRAFT: 1}
MOST_DAYS = 36_500


def schedule() -> list[RetentionRule]:
    """Return the rule of each class: the city's, or the default (which cites nothing)."""
    set_here = {rule.kept: rule for rule in RetentionRule.objects.select_related("set_by")}
    return [set_here.get(kept) or RetentionRule(kept=kept, days=DEFAULT_DAYS[kept]) for kept in Kept]


def days_of(kept: Kept) -> int:
    """Return how many days a class is kept."""
    rule = RetentionRule.objects.filter(kept=kept).first()
    return rule.days if rule else DEFAULT_DAYS[kept]


def due(at: datetime) -> list[Contact]:
    """Return the contacts that the schedule lets go: not purged, not held, with no review open."""
    reviews = Review.objects.filter(contact=OuterRef("pk"))
    plain, reviewed = (at - timedelta(days=days_of(kept)) for kept in (Kept.CONTACT, Kept.REVIEWED))
    purged = Erasure.objects.filter(contact=OuterRef("pk"), kind=Erasure.Kind.PURGED)
    held = LegalHold.objects.filter(contact=OuterRef("pk"), lifted_at=None)
    return list(
        Contact.objects.annotate(was_reviewed=Exists(reviews))
        .filter(
            Q(was_reviewed=False, recorded_at__lt=plain) | Q(was_reviewed=True, recorded_at__lt=reviewed),
            ~Exists(purged),
            ~Exists(held),
            ~Exists(reviews.filter(state=Review.State.OPEN)),
        )
        .order_by(F("number"))
    )


def purge_due(*, by: User, at: datetime, reason: str) -> list[int]:
    """Purge every contact that is due, each in a transaction of its own; return their numbers.

    Raises:
        EntryRefusedError: no reason is given.
    """
    if problems := reason_problems(reason):
        raise EntryRefusedError(problems)
    return [purge(contact, by=by, at=at, reason=reason.strip()) for contact in due(at)]


def set_rule(kept: str, days: str, citation: str, *, by: User, at: datetime) -> RetentionRule:
    """Set how long a class is kept, citing the schedule that says so.

    Raises:
        EntryRefusedError: there is no such class, the days can't be, or nothing is cited.
    """
    if kept not in Kept.values:
        raise EntryRefusedError({"kept": [_("There is no such class of records.")]})
    least = LEAST_DAYS[Kept(kept)]
    number = int(days) if days.isascii() and days.isdigit() and len(days) <= 6 else -1
    if not least <= number <= MOST_DAYS:
        message = _("“%(given)s” days can't be: %(least)s to %(most)s is expected, in digits.")
        raise EntryRefusedError({"days": [message % {"given": days[:20], "least": least, "most": MOST_DAYS}]})
    check_citation(citation)
    values = {"days": number, "citation": citation.strip(), "set_by": by, "set_at": at}
    with transaction.atomic():
        rule, _made = RetentionRule.objects.update_or_create(kept=kept, defaults=values)
    return rule

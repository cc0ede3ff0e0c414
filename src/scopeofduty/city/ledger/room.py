"""What the log puts into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.ledger import checking
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.standing import late_for_receipt, overflowing, owed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:
    """Offer the log's page, with what doesn't fit, and what turns overdue unless somebody decides."""
    book = the_book() if person.may(Permission.NOTICE_READ) else None
    if book is None:
        return
    count = overflowing(book) + late_for_receipt(book, at) + len(checking.found())
    if person.may(Permission.NOTICE_ATTEST) or person.may(Permission.NOTICE_DELAY):
        count += len(owed(book, at))
    yield Card(
        title=_("The sealed log"),
        text=_("Receipts, envelopes that are full, and notices to decide on before theirs is opened."),
        address=reverse("ledger:state"),
        waiting=count,
        order=110,
    )

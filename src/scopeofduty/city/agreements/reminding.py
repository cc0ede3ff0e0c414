"""Agreements end, and are to be looked at again: whoever keeps them is told by mail, not only by a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Permission, roles_with
from scopeofduty.city.agreements.standing import every
from scopeofduty.city.collection.register import today
from scopeofduty.city.mailing import send_in_both

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.agreements.standing import Standing

AGAIN = 7  # days


def remind(window: datetime) -> None:
    """Mail those who keep agreements, and counsel: when an alarm begins, and each week while it lasts."""
    day = today(window)
    alarmed = [found for found in every(day) if _lines(found, day)]
    roles = roles_with(Permission.AGREEMENT_KEEP) | roles_with(Permission.AGREEMENT_ANALYSE)
    people = User.objects.filter(
        appointments__role__in=roles, appointments__ended_at=None, is_active=True
    ).exclude(email="")
    addresses = sorted(set(people.values_list("email", flat=True)))
    if alarmed and addresses:
        send_in_both(lambda: _("Agreements to look after"), lambda: _text(alarmed, day), addresses)


def _text(alarmed: list[Standing], day: date) -> str:
    lines = [line for found in alarmed for line in _lines(found, day)]
    return "\n".join(
        [*lines, "", _("After its end nobody acts on an agreement. A renewal needs its own vote.")]
    )


def _lines(found: Standing, day: date) -> list[str]:
    told = {
        "expires": _("%(id)s, %(title)s: ends on %(day)s"),
        "review": _("%(id)s, %(title)s: review is due"),
    }
    values = {"id": found.agreement.public_id, "title": found.agreement, "day": found.ends_on}
    return [
        told[name] % values for name, since in found.alarms(day).items() if (day - since).days % AGAIN == 0
    ]

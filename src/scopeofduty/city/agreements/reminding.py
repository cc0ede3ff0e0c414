"""Agreements end, and are to be looked at again: whoever keeps them is told by mail, not only by a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import send_mass_mail
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Permission, roles_with
from scopeofduty.city.agreements.standing import every
from scopeofduty.city.collection.register import today

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.agreements.standing import Standing

AGAIN = 7  # days


def remind(window: datetime) -> None:
    """Mail those who keep agreements, and counsel: when an alarm begins, and each week while it lasts."""
    day = today(window)
    lines = [line for found in every(day) for line in _lines(found, day)]
    roles = roles_with(Permission.AGREEMENT_KEEP) | roles_with(Permission.AGREEMENT_ANALYSE)
    people = User.objects.filter(
        appointments__role__in=roles, appointments__ended_at=None, is_active=True
    ).exclude(email="")
    addresses = sorted(set(people.values_list("email", flat=True)))
    if not lines or not addresses:
        return
    subject = _("Agreements to look after")
    body = "\n".join(
        [*lines, "", _("After its end nobody acts on an agreement. A renewal needs its own vote.")]
    )
    send_mass_mail([(subject, body, None, [address]) for address in addresses])


def _lines(found: Standing, day: date) -> list[str]:
    told = {
        "expires": _("%(id)s, %(title)s: ends on %(day)s"),
        "review": _("%(id)s, %(title)s: review is due"),
    }
    values = {"id": found.agreement.public_id, "title": found.agreement, "day": found.ends_on}
    return [
        told[name] % values for name, since in found.alarms(day).items() if (day - since).days % AGAIN == 0
    ]

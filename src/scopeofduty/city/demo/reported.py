"""Two sealed reports of the demo, in batches of their days; and the retaliation clock's first days.

Their receipts are made from sentences that stand here, so that whoever tries the demo can follow them up.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.handling import projecting, protected
from scopeofduty.city.reports import delivery, seen
from scopeofduty.city.reports.models import Case
from scopeofduty.city.roster.current import current_roster
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.identity_box import Identity

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

# Days before the demo's present, who is named, who tells (nobody is no name), and what.
TOLD = (
    (
        5,
        ("officer",),
        None,
        {
            "reporter": "resident",
            "violation": "inquired",
            "text": "At a traffic stop on Elm Street the officer asked my passenger where she was born "
            "before he asked for my licence.",
            "when": "Monday evening, about 9",
            "where": "Elm Street and 3rd",
            "who": "One officer, my passenger and I",
            "fears": "",
        },
    ),
    (
        2,
        ("chief",),
        Identity("Dana Dispatch", "dispatcher"),
        {
            "reporter": "employee",
            "violation": "perimeter",
            "text": "We were told on the radio to close Oak Avenue for federal officers "
            "and to leave the request out of the log.",
            "when": "Thursday before dawn",
            "where": "Dispatch centre",
            "who": "The night shift",
            "fears": "That I am moved off the night shift for it.",
        },
    ),
)
CLOCK_DAYS = 7


def once_of(place: int) -> str:
    """Return the number that a form would have drawn, from which the receipt comes."""
    return hashlib.sha256(f"Riverbend demo report {place}, guards nothing".encode()).hexdigest()[:32]


def tell(at: datetime, zone: ZoneInfo) -> None:
    """Seal the reports, close each day's batch, and publish the clock's day batches; once."""
    if Case.objects.exists():
        return
    roster, today = current_roster(), at.astimezone(zone).date()
    for ago in range(CLOCK_DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for place, (told_ago, named, identity, texts) in enumerate(TOLD):
            if told_ago == ago:
                body = {"kind": "report", "way": "plain-form", "language": "en"} | texts
                told = seen.Told(once_of(place), body, named, identity, for_custodians=identity is not None)
                seen.report(told, (), new_key_pair(), [roster], day)
                delivery.close(day, roster)
        protected.publish(at - timedelta(days=ago))
    projecting.project(at)

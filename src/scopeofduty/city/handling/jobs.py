"""What the clock does for handling: day batches, digests, clocks that run out, the purge, public figures."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.handling import clocks, digest, keeping, projecting, protected
from scopeofduty.city.reports.intake import day_of

if TYPE_CHECKING:
    from datetime import datetime

UNREAD = timedelta(days=3)
"""A batch that a recipient hasn't gone through for so long shows on the page of clocks."""


def run_clocks(window: datetime) -> None:
    """Escalate what ran out, and purge what is due."""
    clocks.escalate(day_of(window))
    keeping.purge_due(window, day_of(window))


# Before midnight UTC in every American zone: a batch is of the UTC day in which its window lies.
JOBS = (
    DueJob(
        "handling.protected",
        _("Puts the day's 64 commitments into the public register"),
        Daily((time(15, 30),)),
        protected.publish,
    ),
    DueJob(
        "handling.clocks", _("Escalates reports whose time ran out; purges"), Daily((time(5),)), run_clocks
    ),
    DueJob("handling.digest", _("Sends recipients the daily mail"), Daily((time(8),)), digest.send),
    DueJob(
        "handling.figures", _("Publishes the figures on reports"), Daily((time(5, 30),)), projecting.project
    ),
)

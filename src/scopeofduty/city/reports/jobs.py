"""What the clock does for reports: the recipients' batch, once a day, and what was left lying is removed."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob, zone
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.reports import delivery, files, program
from scopeofduty.city.reports.models import SealedFile
from scopeofduty.city.roster.current import NoRosterError, current_roster

if TYPE_CHECKING:
    from datetime import datetime

LEFT_LYING = timedelta(days=2)


def close_batch(window: datetime) -> None:
    """Close the day's batch; a city without a roster can't have a report, so it has none to hide either."""
    try:
        roster = current_roster()
    except NoRosterError:
        return
    delivery.close(window.astimezone(zone()).date(), roster)


def sweep(window: datetime) -> None:
    """Remove files that no case names: what a kill left between a file and its row."""
    known = SealedFile.objects.values_list("pk", flat=True)
    files.sweep(set(known), (window - LEFT_LYING).timestamp())


JOBS = (
    DueJob(
        "reports.batch",
        _("Closes the recipients' daily batch, decoys included"),
        Daily((time(6),)),
        close_batch,
    ),
    DueJob(
        "reports.program",
        _("Tells the public register which programs the pages of reporting load"),
        Daily((time(5),)),
        program.tell,
    ),
    DueJob("reports.sweep", _("Removes files that no case names"), Daily((time(3),)), sweep),
)

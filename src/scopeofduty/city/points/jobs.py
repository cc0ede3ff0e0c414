"""What the clock does for collection points."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.points.projecting import publish
from scopeofduty.city.points.reminding import judge_again, remind

JOBS = (
    DueJob(
        "points.judge", _("Puts every collection point to the law of the day"), Daily((time(6),)), judge_again
    ),
    DueJob(
        "points.remind", _("Reminds owners of decisions that end, and ends them"), Daily((time(7),)), remind
    ),
    # The windows of the notices: everything public moves at these times and no other.
    DueJob(
        "points.publish",
        _("Shows the public what the city collects, and why"),
        Daily((time(9), time(16))),
        publish,
    ),
)

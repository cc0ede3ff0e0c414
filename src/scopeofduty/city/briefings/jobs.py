"""What the clock does for briefings: early each day it looks whether the law changed."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.briefings.briefing import brief
from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily

JOBS = (
    DueJob(
        "briefings.brief",
        _("Tells staff what changed for their job when the law changed"),
        Daily((time(0, 5),)),
        brief,
    ),
)

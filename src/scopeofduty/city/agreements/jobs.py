"""What the clock does for agreements: it shows what lapsed, and reminds of ends and reviews."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.agreements.projecting import project
from scopeofduty.city.agreements.reminding import remind
from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily

JOBS = (
    DueJob(
        "agreements.show",
        _("Shows agreements as they stand, and which lapsed"),
        Daily((time(0, 5), time(9))),
        project,
    ),
    DueJob(
        "agreements.remind",
        _("Reminds of agreements that end, and of reviews"),
        Daily((time(8),)),
        remind,
    ),
)

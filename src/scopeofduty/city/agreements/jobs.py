"""What the clock does for agreements: each morning it shows what lapsed and what is to be reviewed."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.agreements.projecting import project
from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily

JOBS = (
    DueJob(
        "agreements.show",
        _("Shows agreements as they stand, and which lapsed"),
        Daily((time(0, 5), time(9))),
        project,
    ),
)

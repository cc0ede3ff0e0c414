"""What the clock does for drafts: publication at the two windows of the day."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.drafts.projecting import publish

JOBS = (
    DueJob(
        "drafts.publish",
        _("Shows drafts that are open for comment, and the comments that were decided on"),
        Daily((time(9), time(16))),
        publish,
    ),
)

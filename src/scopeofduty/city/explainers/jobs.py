"""What the clock does for explainers: publication at the two windows of the day."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.explainers.projecting import publish

JOBS = (
    DueJob(
        "explainers.publish",
        _("Shows the explainers that counsel has read, and which the law has overtaken"),
        Daily((time(9), time(16))),
        publish,
    ),
)

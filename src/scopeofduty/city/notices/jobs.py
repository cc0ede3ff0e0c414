"""What the clock does for notices: two publication windows a day, and a daily reminder."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.reminding import remind

# Fixed times: when something becomes public must say nothing of when it happened.
JOBS = (
    DueJob(
        "notices.publish", _("Makes public what is ready, all at once"), Daily((time(9), time(16))), publish
    ),
    DueJob("notices.remind", _("Asks daily whether an operation goes on"), Daily((time(7),)), remind),
)

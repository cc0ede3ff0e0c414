"""What the clock does for the contact log."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily
from scopeofduty.city.contacts.drafts import expire

JOBS = (
    DueJob(
        "contacts.expire_drafts",
        _("Deletes drafts that have lain longer than the schedule says"),
        Daily((time(4),)),
        expire,
    ),
)

"""What the clock does for the commission: it shows what is recorded, and lays out what a restore lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Hourly
from scopeofduty.city.commission import adopting, projecting

if TYPE_CHECKING:
    from datetime import datetime


def show(window: datetime) -> None:
    """Run the hour's job."""
    adopting.lay_out_missing()
    projecting.project(window)


JOBS = (DueJob("commission.show", _("Shows the commission's sessions and votes"), Hourly(), show),)

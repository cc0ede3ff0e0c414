"""What the clock does for the commission: it shows what is recorded, and lays out what a restore lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob, zone
from scopeofduty.city.clock.windows import Hourly
from scopeofduty.city.commission import adopting, projecting
from scopeofduty.city.commission.models import Adoption
from scopeofduty.city.notices.projecting import project_laws

if TYPE_CHECKING:
    from datetime import datetime


def show(window: datetime) -> None:
    """Run the hour's job. An adopted text is read by the public from midnight of its first day."""
    adopting.lay_out_missing()
    projecting.project(window)
    if Adoption.objects.filter(first_day=window.astimezone(zone()).date()).exists():
        project_laws(window, zone())


JOBS = (DueJob("commission.show", _("Shows the commission's sessions and votes"), Hourly(), show),)

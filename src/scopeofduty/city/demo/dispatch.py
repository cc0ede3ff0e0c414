"""A dispatch export of the demo: calls that are in the log, calls that are not, and calls of everyday."""

from __future__ import annotations

import csv
import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.demo.corpus import load
from scopeofduty.city.reconciliation import export as exports
from scopeofduty.city.reconciliation.models import DispatchCall
from scopeofduty.city.reconciliation.reconciling import reconcile
from scopeofduty.city.rows import rows_in

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from scopeofduty.city.accounts.models import User

FILE = "dispatch.yaml"
HELD_BEFORE = timedelta(hours=2)


def export_of(at: datetime, zone: ZoneInfo) -> bytes:
    """Return the export as the dispatch centre would hand it in: CSV, times in the city's zone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["event", "received", "type", "agency"])
    for number, call in enumerate(load(FILE), start=1):
        day = at.astimezone(zone).date() - timedelta(days=call["days_before"])
        received = datetime.combine(day, time.fromisoformat(call["hour"]))
        writer.writerow([f"DEMO-{number:04}", f"{received:%Y-%m-%d %H:%M}", call["type"], call["agency"]])
    return text.getvalue().encode()


def reconcile_export(owner: User, at: datetime, zone: ZoneInfo) -> None:
    """Hold the export against the log once, two hours ago; what isn't in it becomes tasks of ``owner``."""
    if DispatchCall.objects.exists():
        return
    export = exports.read(rows_in("dispatch.csv", export_of(at, zone), "event"), zone)
    reconcile(export, owner=owner, at=at - HELD_BEFORE)

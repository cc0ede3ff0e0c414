"""Let a day of the sealed log pass again and again, the clock killed each time some steps later.

A step is a moment just before or after a statement, a commit, or a file put in its place. After each kill
the clock runs again, and the public files must audit clean.
"""
# ruff: noqa: T201 — what it prints is what the test reads

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.management import call_command
from django.db import connections
from person import VALUES, dispatcher
from steps import Killer, told

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import run_due
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.ledger import ports
from scopeofduty.city.ledger.beginning import begin
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.jobs import JOBS
from scopeofduty.city.notices.jobs import JOBS as NOTICES
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.profile.models import City
from scopeofduty.ledger.audit import audit
from scopeofduty.ledger.storage import Disk

BEGAN = datetime(2026, 1, 4, 14, 0, tzinfo=UTC)
STRIDE = 29
DAY = timedelta(days=1)
RUN = (*JOBS, NOTICES[0])
HELP = {
    "request_types": ["backup"],
    "act": "give perimeter or on-site support",
    "actor": "dispatcher",
    "facts": {"requester": "ice", "federal_contact": "request_for_support", "paper": "none"},
}


class Deadly(Disk):
    """A disk at which the process may end before and after each rename."""

    def __init__(self, killer):
        self.killer = killer

    def replace(self, source, target):
        self.killer.moment()
        super().replace(source, target)
        self.killer.moment()

    def flush(self, descriptor):
        """A kill of the process loses nothing that was written."""

    flush_folder = flush


def pass_a_day(at, step, out):
    """Run what is due, killed at ``step``; say so on ``out`` when it came through."""
    killer = Killer(step)
    if step:
        for alias in ("default", "public"):
            connection = connections[alias]
            connection.ensure_connection()
            connection._commit = killer.around(connection._commit)
            connection.execute_wrappers.append(killer.statement)
    with port.use(port.FrozenClock(at)), ports.use(ports.Ports(disk=Deadly(killer))):
        list(run_due(at, RUN))
    os.write(out, b"through")


def public(at, out):
    book = the_book()
    report = audit(book.publisher.public.read, book.policy, int(at.timestamp()))
    codes = sorted({finding.code for finding in report.findings} - {"UNWITNESSED"})
    counts = {name: count for name, count in report.counts().items() if count}
    os.write(out, json.dumps({"codes": codes, "counts": counts}).encode())


def main():
    call_command("migrate", "public", database="public", verbosity=0)
    person = dispatcher()
    City.objects.update(packs=["riverbend"])
    with port.use(port.FrozenClock(BEGAN)):
        begin("log.riverbend.example/notices", at=BEGAN, slots=4, open_after=3 * 86_400)
    _status, _said = told(lambda out: pass_a_day(BEGAN + timedelta(hours=1), 0, out))
    at, step = BEGAN + timedelta(hours=2), 1
    while True:
        values = VALUES | HELP | {"received_at": at.isoformat()}
        notice = Notice.objects.get(contact=record_contact(values, key=uuid4(), by=person, at=at))
        Attestation.objects.create(notice=notice, says="complete", by=person, at=at + timedelta(hours=1))
        at += DAY
        status, said = told(lambda out, at=at, step=step: pass_a_day(at, step, out))
        told(lambda out, at=at: pass_a_day(at, 0, out))
        _status, seen = told(lambda out, at=at: public(at, out))
        line = {"step": step, "killed": os.WIFSIGNALED(status), "said": said, **json.loads(seen)}
        print(json.dumps(line), flush=True)
        if not os.WIFSIGNALED(status):
            sys.exit(0)
        step += STRIDE


if __name__ == "__main__":
    main()

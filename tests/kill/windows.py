"""Publish a ready notice again and again, the clock killed each time one step later, then run it again.

A step is a moment just before or just after a statement or a commit, on the private and on the public side.
Only the jobs of notices run; ``log.py`` does the same for the sealed log.
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

from scopeofduty.city.clock.due import run_due
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.notices.jobs import JOBS
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicNotice, PublicNoticeVersion

FIRST = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)  # a publication window: four in the afternoon in Chicago
HELP = {
    "request_types": ["backup"],
    "act": "give perimeter or on-site support",
    "actor": "dispatcher",
    "facts": {"requester": "ice", "federal_contact": "request_for_support", "paper": "none"},
}


def sealed(person, at):
    values = VALUES | HELP | {"received_at": at.isoformat()}
    return Notice.objects.get(contact=record_contact(values, key=uuid4(), by=person, at=at))


def publish(window, step, out):
    """Run what is due, killed at ``step``; say so on ``out`` when it came through."""
    killer = Killer(step)
    for alias in ("default", "public"):
        connection = connections[alias]
        connection.ensure_connection()
        connection._commit = killer.around(connection._commit)
        connection.execute_wrappers.append(killer.statement)
    list(run_due(window, JOBS))
    os.write(out, b"through")


def public(out):
    told = {notice.public_id: notice.versions.count() for notice in PublicNotice.objects.using("public")}
    os.write(out, json.dumps(told).encode())


def main():
    call_command("migrate", "public", database="public", verbosity=0)
    person = dispatcher()
    City.objects.update(packs=["riverbend"])
    running = sealed(person, FIRST - timedelta(days=1))
    list(run_due(FIRST - timedelta(hours=1), JOBS))
    for step in range(1, 600):
        window = FIRST + timedelta(days=step)
        # Somebody says every day that it goes on: it must never come out.
        Attestation.objects.create(notice=running, says="goes_on", by=person, at=window - timedelta(hours=9))
        over = sealed(person, window - timedelta(hours=8))
        Attestation.objects.create(notice=over, says="complete", by=person, at=window - timedelta(hours=7))
        _status, before = told(public)
        status, said = told(lambda out, step=step, window=window: publish(window, step, out))
        _status, between = told(public)
        list(run_due(window + timedelta(minutes=1), JOBS))
        _status, after = told(public)
        over.refresh_from_db()
        running.refresh_from_db()
        line = {
            "step": step,
            "killed": os.WIFSIGNALED(status),
            "said": said,
            "before": json.loads(before),
            "between": json.loads(between),
            "after": json.loads(after),
            "is": over.public_id,
            "running": running.public_id,
        }
        print(json.dumps(line), flush=True)
        if not os.WIFSIGNALED(status):
            assert PublicNoticeVersion.objects.using("public").count() == step
            sys.exit(0)


if __name__ == "__main__":
    main()

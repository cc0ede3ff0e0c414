"""Record a contact again and again, killed each time one step later, until one recording comes through.

A step is a moment just before or just after a statement or the commit. After each kill it is written down
what was acknowledged and what the database holds; then the same key is sent again.
"""
# ruff: noqa: T201 — what it prints is what the test reads

import json
import os
import signal
import sys
from uuid import UUID, uuid5

from django.db import connection
from person import AT, VALUES, dispatcher, in_a_process

from scopeofduty.city.contacts.models import Contact, Draft, Revision
from scopeofduty.city.contacts.record import record_contact

SPACE = UUID("0d5b8f0e-6f7a-4c55-9e0f-9c2d2f8f1a11")


class Killer:
    """Counts moments, and ends this process at the one it was given."""

    def __init__(self, at):
        self.at, self.seen = at, 0

    def moment(self):
        self.seen += 1
        if self.seen == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute, sql, params, many, context):
        self.moment()
        result = execute(sql, params, many, context)
        self.moment()
        return result

    def around(self, commit):
        def committed():
            self.moment()
            commit()
            self.moment()

        return committed


def record(person, step, out):
    """Record, killed at ``step``; say the number on ``out`` once it is acknowledged."""
    connection.ensure_connection()
    killer = Killer(step)
    connection._commit = killer.around(connection._commit)
    with connection.execute_wrapper(killer.statement):
        contact = record_contact(VALUES, key=uuid5(SPACE, str(step)), by=person, at=AT)
    os.write(out, str(contact.number).encode())
    killer.moment()


def held(key, out):
    contact = Contact.objects.filter(key=key).first()
    state = {
        "number": contact.number if contact else None,
        "revisions": Revision.objects.filter(contact__key=key).count(),
        "drafts": Draft.objects.filter(key=key).count(),
        "contacts": Contact.objects.count(),
    }
    os.write(out, json.dumps(state).encode())


def told(work):
    """Run ``work(out)`` in a process and return its wait status and what it wrote."""
    reading, writing = os.pipe()
    status = in_a_process(lambda: work(writing))
    os.close(writing)
    with os.fdopen(reading) as text:
        return status, text.read()


def main():
    person = dispatcher()
    for step in range(1, 500):
        key = uuid5(SPACE, str(step))
        Draft.objects.create(key=key, owner=person, values={}, saved_at=AT)
        status, said = told(lambda out, step=step: record(person, step, out))
        _status, now = told(lambda out, key=key: held(key, out))
        again, retried = told(
            lambda out, key=key: os.write(
                out, str(record_contact(VALUES, key=key, by=person, at=AT).number).encode()
            )
        )
        line = {"step": step, "killed": os.WIFSIGNALED(status), "said": said, "held": json.loads(now)}
        print(json.dumps(line | {"again": again, "retried": retried}), flush=True)
        if not os.WIFSIGNALED(status):
            sys.exit(0)


if __name__ == "__main__":
    main()

"""Send a report again and again, killed each time one step later, until one comes through.

A step is a moment just before or after a statement, the commit, or whatever is done to a file. After each
kill it is written down what is there; then the same report is sent again, as a browser does. Told which way:
``sealed`` in a browser, ``plain`` by the form without JavaScript, or ``message``, a later one of a case.
"""
# ruff: noqa: T201 — what it prints is what the test reads

import json
import os
import pathlib
import sys
import time

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from reported import as_post, sealed_report, seat_roster
from steps import Killer, told

from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.models import (
    Case,
    EpochWraps,
    IdentityBox,
    SealedFile,
    SealedMessage,
    WaitingCommitment,
)
from scopeofduty.city.reports.seen import receipt_of
from scopeofduty.sealing.message import Chain, open_message, seal_message, sign

ON_FILES = [(os, name) for name in ("link", "fsync", "utime", "unlink")] + [(pathlib.Path, "open")]


def client():
    return Client(headers={"host": "127.0.0.1"})


def sealed():
    receipt, _epoch, said, parts = sealed_report()
    return receipt.case, lambda: client().post("/report/sealed/send/", as_post(said, parts))


def plain():
    once = os.urandom(16).hex()
    attached = [os.urandom(3000), os.urandom(200_000)]
    form = {"violation": "other", "text": "a text", "once": once, "for_clock": "on", "named": ["officer"]}

    def post():
        sent = [SimpleUploadedFile(str(at), data) for at, data in enumerate(attached)]
        return client().post("/report/tell/resident/", form | {"files": sent})

    return receipt_of(once).case, post


def message():
    receipt, epoch, said, parts = sealed_report()
    assert client().post("/report/sealed/send/", as_post(said, parts)).status_code == 200
    first = open_message(mailbox.case(receipt.case).messages[0].data, epoch.identity)
    chain = Chain(receipt.case).follow(first, epoch=0, senders={receipt.signer.public})
    following = chain.next_message(receipt.signer.public, 0, {"kind": "message", "text": "more"})
    body = {
        "lookup": receipt.lookup.hex(), "auth": receipt.auth.hex(), "place": "1", "epoch": "0",
    }  # fmt: skip
    more = {
        "message": seal_message(sign(following, receipt.signer), epoch.recipient),
        f"file-{os.urandom(16).hex()}": files.HEAD + os.urandom(9000),
    }
    return receipt.case, lambda: client().post("/report/sealed/message/", as_post(body, more))


def held(case, before):
    """Return what there is of a case, and how many commitments more there are than before."""
    rows = SealedFile.objects.filter(case_id=case)
    return [
        *(model.objects.filter(**{name: case}).count() for model, name in (
            (Case, "pk"), (EpochWraps, "case"), (SealedMessage, "case"), (IdentityBox, "case")
        )),
        rows.count(), sum(files.path_of(row.pk).stat().st_size == row.size for row in rows),
        WaitingCommitment.objects.count() - before,
    ]  # fmt: skip


def send_again(case, before, post, out):
    there = held(case, before)
    state = {"held": there, "retried": post().status_code, "then": held(case, before)}
    os.write(out, json.dumps(state).encode())


def send(post, step, out):
    connection.ensure_connection()
    killer = Killer(step)
    connection._commit = killer.around(connection._commit)
    for module, name in ON_FILES:
        setattr(module, name, moments(killer, getattr(module, name)))
    with connection.execute_wrapper(killer.statement):
        answer = post()
    os.write(out, str(answer.status_code).encode())
    killer.moment()


def moments(killer, work):
    def done(*arguments, **more):
        killer.moment()
        result = work(*arguments, **more)
        killer.moment()
        return result

    return done


def main():
    seat_roster()
    client().get("/report/")  # once here, so that no child has to load the pages
    make = {"sealed": sealed, "plain": plain, "message": message}[sys.argv[1]]
    for step in range(1, 500):
        case, post = make()
        before = WaitingCommitment.objects.count()
        status, said = told(lambda out, post=post, step=step: send(post, step, out))
        _status, now = told(lambda out, asked=(case, before, post): send_again(*asked, out))
        line = {"step": step, "killed": os.WIFSIGNALED(status), "said": said}
        print(json.dumps(line | json.loads(now)), flush=True)
        if not os.WIFSIGNALED(status):
            break
    files.sweep(set(SealedFile.objects.values_list("pk", flat=True)), before=time.time() + 9)
    on_disk = [path for path in files.folder().rglob("*") if path.is_file()]
    print(json.dumps({"files": len(on_disk), "rows": SealedFile.objects.count()}))


if __name__ == "__main__":
    # The pages' own files don't matter here, and nothing has collected them.
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain_files}):
        main()

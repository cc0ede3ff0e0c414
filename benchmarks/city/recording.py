"""Contacts recorded a second by 1, 4 and 16 writers, beside a bare insert as durable, in one run.

Run ``python benchmarks/city/recording.py``. SQLite always; PostgreSQL where ``DUTY_TEST_POSTGRES`` (or this
machine) answers. A writer is a process. A record is everything: the law asked, free text read for status, the
number, the revision, its commitment, a sealed notice.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from uuid import uuid4

SERVER = os.environ.get("DUTY_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
WRITERS = (1, 4, 16)
EACH = {1: 60, 4: 30, 16: 10}


def write(kind: str, count: int) -> None:
    """Be one writer: record ``count`` contacts or insert ``count`` bare rows; print the seconds of each."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from django.db import connection, transaction

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.contacts.record import record_contact

    at = datetime(2026, 1, 6, 15, tzinfo=UTC)
    values = {
        "received_at": "2026-01-06T08:51",
        "channel": "phone",
        "agency": "ice",
        "request_types": ["backup"],
        "decision": "decline",
        "act": "give perimeter or on-site support",
        "actor": "dispatcher",
        "facts": {"requester": "ice", "paper": "none", "federal_contact": "request_for_support"},
        "narrative": "Caller asked for two units at the corner. Told no. Supervisor advised.",
    }
    person = User.objects.get(username="dana")
    text = json.dumps(values)

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare (body) VALUES (%s)", [text])

    def whole() -> None:
        record_contact(values, key=uuid4(), by=person, at=at)

    act = bare if kind == "bare" else whole
    act()
    input()
    took = []
    for _ in range(count):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    print(json.dumps(took))


def prepare(environment: dict[str, str]) -> None:
    for alias in ("default", "public"):
        command = [sys.executable, "-m", "django", "migrate", "-v", "0", "--database", alias]
        subprocess.run(command, env=environment, check=True)
    code = """
import django; django.setup()
from datetime import datetime, UTC
from django.db import connection
from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.profile.models import City, Department
City.objects.create(pk=1, name="Riverbend", packs=["riverbend"])
department = Department.objects.create(slug="dispatch", name="Dispatch", actor="dispatcher")
user = User.objects.create_user("dana", department=department)
Appointment.objects.create(user=user, role="dispatcher", given_at=datetime(2026, 1, 1, tzinfo=UTC))
key = "INTEGER PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "BIGSERIAL PRIMARY KEY"
connection.cursor().execute(f"CREATE TABLE bare (id {key}, body TEXT NOT NULL)")
"""
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def run(kind: str, writers: int, environment: dict[str, str]) -> tuple[float, float]:
    """Return records a second over all writers, and the p95 of one record in milliseconds."""
    command = [sys.executable, __file__, kind, str(EACH[writers])]
    processes = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(writers)
    ]
    time.sleep(3 + writers * 0.6)  # every writer has loaded and written once
    start = time.perf_counter()
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    took = [json.loads(process.communicate()[0].strip().splitlines()[-1]) for process in processes]
    seconds = time.perf_counter() - start
    flat = [each for one in took for each in one]
    return len(flat) / seconds, statistics.quantiles(flat, n=20)[18] * 1000


def lane(name: str, environment: dict[str, str]) -> None:
    prepare(environment)
    for writers in WRITERS:
        bare = run("bare", writers, environment)
        whole = run("record", writers, environment)
        print(
            f"{name:<12}{writers:>8}{whole[0]:>12.0f}{whole[1]:>10.1f}{bare[0]:>12.0f}{bare[1]:>10.1f}"
            f"{bare[0] / whole[0]:>9.1f}",
            flush=True,
        )


def main() -> None:
    titles = f"{'records/s':>12}{'p95 ms':>10}{'bare/s':>12}{'p95 ms':>10}{'ratio':>9}"
    print(f"{'database':<12}{'writers':>8}{titles}")
    settings = {"DJANGO_SETTINGS_MODULE": "scopeofduty.city.settings.demo"}
    with tempfile.TemporaryDirectory() as folder:
        lane("SQLite", os.environ | settings | {"DUTY_DATA": folder})
    import psycopg

    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        print("PostgreSQL  skipped: no server answers; name one in DUTY_TEST_POSTGRES")
        return
    database = f"duty_bench_{uuid4().hex[:8]}"
    server.execute(f"CREATE DATABASE {database}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = SERVER.rsplit("/", 1)[0] + f"/{database}"
            lane("PostgreSQL", os.environ | settings | {"DUTY_DATA": folder, "DATABASE_URL": url})
    finally:
        server.execute(f"DROP DATABASE {database} WITH (FORCE)")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(sys.argv[1], int(sys.argv[2]))
    else:
        main()

"""``duty doctor``: look whether a city is well: its data, its law, its clock, its two databases."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scopeofduty.cli.city import in_city

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scopeofduty.law import InForce

EPILOG = """exit codes: 0 all is well; 1 something wants attention; 2 the city's data can't be opened."""
LEAST_DISK = 512 * 1024 * 1024  # bytes
BETWEEN_WINDOWS = 17  # hours, from the afternoon's publication window to the next morning's


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, and what to do when it isn't."""

    about: str
    well: bool
    says: str


def add_parser(subparsers: Any) -> None:
    """Add ``doctor`` to the command line."""
    parser = subparsers.add_parser(
        "doctor",
        help="look whether a city is well",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data", type=Path, help="the city's data folder (default: DUTY_DATA, or ./duty-data)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=doctor_command)


@in_city
def doctor_command(arguments: argparse.Namespace) -> int:
    """Run ``duty doctor`` and return its exit code."""
    found = [finding for look in LOOKS for finding in look()]
    if arguments.json:
        print(json.dumps([vars(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            print(f"{'well' if finding.well else 'LOOK'}  {finding.about}: {finding.says}")
    return 0 if all(finding.well for finding in found) else 1


def _data() -> Iterator[Finding]:
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    enough = free > LEAST_DISK
    yield Finding(
        "disk", enough, f"{free // 2**20:,} MB free" + ("" if enough else "; make room before it is full")
    )
    key = settings.DATA / "secret-key"
    if key.exists():
        private = key.stat().st_mode & 0o077 == 0
        yield Finding("secret key", private, "readable by its owner only" if private else f"chmod 600 {key}")


def _databases() -> Iterator[Finding]:
    from django.db import connections

    for alias in ("default", "public"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
                level = cursor.execute("PRAGMA synchronous").fetchone()[0]
                well = mode in {"wal", "memory"} and level >= 2
                yield Finding(f"database {alias}", well, f"SQLite, journal {mode}, synchronous {level}")
            else:
                version = connection.pg_version // 10_000
                level = cursor.execute("SHOW synchronous_commit").fetchone()[0]
                yield Finding(
                    f"database {alias}", level != "off", f"PostgreSQL {version}, synchronous_commit {level}"
                )


def _append_only() -> Iterator[Finding]:
    """Every trigger that some part wants is there, and none is switched off."""
    from django.db import connection

    from scopeofduty.city.accounts.triggers import every_part

    looks = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(looks[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    parts = every_part(connection.vendor)
    gone = {part: len(wanted - there) for part, wanted in parts.items() if wanted - there}
    total = sum(len(wanted) for wanted in parts.values())
    if gone:
        where = ", ".join(f"{count} in {part}" for part, count in sorted(gone.items()))
        says = (
            f"{sum(gone.values())} of {total} triggers are gone or switched off ({where}), so what is "
            "written once can be changed by hand: run `duty serve`, which puts them back"
        )
    else:
        says = f"{total} triggers guard what is written once: {', '.join(sorted(parts))}"
    yield Finding("append-only", not gone, says)


def _public_pages() -> Iterator[Finding]:
    """The pages read as somebody who can write nothing, and who sees no private table."""
    from django.db import connections

    pages, writer = connections["public_pages"], connections["public"]
    if _lets(pages, "DELETE FROM public_publicnotice WHERE 1 = 0"):
        says = "their database alias can write: set PUBLIC_PAGES_DATABASE_URL"
    elif pages.vendor == "postgresql" and pages.settings_dict["USER"] == writer.settings_dict["USER"]:
        says = "they read as the role that writes: run `duty projection`, and set what it prints"
    elif _lets(pages, "SELECT 1 FROM contacts_contact WHERE 1 = 0") or _lets(
        pages, "SELECT 1 FROM public.contacts_contact WHERE 1 = 0"
    ):
        says = "their role can read the contact log: run `duty projection`, and set what it prints"
    else:
        yield Finding("public pages", well=True, says="they can read the projection and write nothing")
        return
    yield Finding("public pages", well=False, says=says)


def _lets(connection: Any, statement: str) -> bool:
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


def _law() -> Iterator[Finding]:
    from scopeofduty.city.clock import port
    from scopeofduty.city.clock.due import zone
    from scopeofduty.city.desk import law_in_force

    try:
        in_force = law_in_force.on(port.now().astimezone(zone()).date())
    except law_in_force.NoLawError as error:
        yield Finding("law", well=False, says=str(error))
        return
    yield from _hours(in_force)
    names = ", ".join(version.law for version in in_force.versions)
    yield Finding(
        "law", bool(names), f"{names or 'no version is in force today'} (digest {in_force.book.digest[:12]})"
    )


def _hours(in_force: InForce) -> Iterator[Finding]:
    """A law that wants its notice sooner than the windows come can't be kept by them."""
    from scopeofduty.city.notices.duty import PUBLIC_NOTICE, terms_of

    for duty in in_force.duty_rules:
        hours = terms_of(duty).hours if duty.id in PUBLIC_NOTICE else None
        if hours is not None and hours < BETWEEN_WINDOWS:
            wanted = f"section {duty.section} wants notice within {hours} hours"
            says = f"{wanted}, and windows come up to {BETWEEN_WINDOWS} hours apart"
            yield Finding("notices", well=False, says=says)


def _clock() -> Iterator[Finding]:
    from datetime import timedelta

    from scopeofduty.city.clock import port
    from scopeofduty.city.clock.due import due
    from scopeofduty.city.clock.models import Job

    now = port.now()
    late = due(now - timedelta(minutes=10))
    yield Finding(
        "clock",
        not late,
        f"{len(late)} windows are overdue: start `duty clock`" if late else "nothing is overdue",
    )
    failed = Job.objects.filter(done_at=None).exclude(error="").count()
    yield Finding(
        "jobs", not failed, f"{failed} failed; the clock's page names them" if failed else "none failed"
    )


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _data,
    _databases,
    _append_only,
    _public_pages,
    _law,
    _clock,
)

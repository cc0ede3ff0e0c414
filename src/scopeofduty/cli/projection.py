"""``duty projection``: on PostgreSQL, the schema of the public projection and the role that reads it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

SCHEMA = "duty_public"
ROLE = "duty_pages"
OWN_SCHEMA = "public"  # where PostgreSQL puts the city's own tables unless it is told otherwise
EPILOG = """exit codes: 0 made, or there already; 2 DATABASE_URL names no PostgreSQL database, or its user
may not make schemas and roles."""


def add_parser(subparsers: Any) -> None:
    """Add ``projection`` to the command line."""
    parser = subparsers.add_parser(
        "projection",
        help="on PostgreSQL: make the schema of the public pages and the role that reads it",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--schema", default=SCHEMA, help="where the projection lies (%(default)s)")
    parser.add_argument("--role", default=ROLE, help="who reads it (%(default)s)")
    parser.add_argument("--new-password", action="store_true", help="another password for a role that exists")
    parser.set_defaults(run=projection_command)


def projection_command(arguments: argparse.Namespace) -> int:
    """Run ``duty projection`` and return its exit code."""
    import psycopg

    from scopeofduty.city.public.reader import make_reader

    address = os.environ.get("DATABASE_URL", "")
    if urlsplit(address).scheme not in {"postgres", "postgresql"}:
        print(
            "DATABASE_URL names no PostgreSQL database. With SQLite there is nothing to make: the pages open "
            "public.sqlite3 read-only.",
            file=sys.stderr,
        )
        return 2
    if arguments.schema == OWN_SCHEMA:
        print(f"The schema “{OWN_SCHEMA}” holds the city's own tables: name another one.", file=sys.stderr)
        return 2
    try:
        with psycopg.connect(urlunsplit(urlsplit(address)._replace(query=""))) as connection:
            password = make_reader(
                connection, arguments.schema, arguments.role, new_password=arguments.new_password
            )
    except psycopg.Error as error:
        print(f"It could not be made: {str(error).strip().splitlines()[0]}", file=sys.stderr)
        return 2
    _tell(address, arguments.schema, arguments.role, password)
    return 0


def _tell(address: str, schema: str, role: str, password: str | None) -> None:
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    shown = "…" if password is None else quote(password, safe="")
    query = f"currentSchema={quote(schema, safe='')}"
    reader = parts._replace(netloc=f"{quote(role, safe='')}:{shown}@{place}", query=query)
    print("Set these beside DATABASE_URL, then start the city:")
    print(f"PUBLIC_DATABASE_URL={urlunsplit(parts._replace(query=query))}")
    print(f"PUBLIC_PAGES_DATABASE_URL={urlunsplit(reader)}")
    if password is None:
        print("The role keeps its password; --new-password makes another one.")
    else:
        print("The password is shown only now.")

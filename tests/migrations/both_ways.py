"""Take each part's tables away by its own migrations and put them back; then make them from the models."""
# ruff: noqa: T201 — what it prints is what the test reads; the tables are our own

import json
from pathlib import Path

import django

django.setup()

from django.apps import apps  # noqa: E402 — after set-up
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import override_settings  # noqa: E402


def shape(alias):
    """Every table with its columns and constraints, and every trigger."""
    connection = connections[alias]
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            keys = connection.introspection.get_constraints(cursor, table)
            # SQLite gives nameless constraints a number of the moment.
            found[table] = [sorted(columns), sorted(key for key in keys if not key.startswith("__"))]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found["triggers"] = sorted(name for (name,) in cursor.fetchall())
    return found


def migrate(*names):
    for alias in ("default", "public"):
        call_command("migrate", *names, database=alias, verbosity=0, interactive=False)


def drop_everything():
    for alias in ("default", "public"):
        connection = connections[alias]
        with connection.cursor() as cursor, connection.constraint_checks_disabled():
            for table in connection.introspection.table_names(cursor):
                cascade = "" if connection.vendor == "sqlite" else " CASCADE"
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def shapes():
    return {alias: shape(alias) for alias in ("default", "public")}


def main():
    migrate()
    before = shapes()
    ours = [
        part.label
        for part in apps.get_app_configs()
        if part.name.startswith("scopeofduty.") and (Path(part.path) / "migrations").is_dir()
    ]
    for label in ours:
        migrate(label, "zero")
        left = [table for tables in shapes().values() for table in tables if table.startswith(f"{label}_")]
        print(json.dumps({"part": label, "left": left}), flush=True)
    migrate()
    print(json.dumps({"back": shapes() == before}), flush=True)
    # What tests run on: tables made from the models, without migrations.
    drop_everything()
    with override_settings(MIGRATION_MODULES=NoMigrations()):
        for alias in ("default", "public"):
            call_command("migrate", run_syncdb=True, database=alias, verbosity=0, interactive=False)
    after = shapes()
    differ = [
        [alias, table, before[alias].get(table), after[alias].get(table)]
        for alias in before
        for table in sorted({*before[alias], *after[alias]} - {"django_migrations"})
        if before[alias].get(table) != after[alias].get(table)
    ]
    print(json.dumps({"differ": differ}), flush=True)


class NoMigrations:
    """Say of every part that it has none."""

    def __contains__(self, _part):
        return True

    def __getitem__(self, _part):
        return None


if __name__ == "__main__":
    main()

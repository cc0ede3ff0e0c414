"""Take each part's tables away by its own migrations and put them back; print what is there then."""
# ruff: noqa: T201 — what it prints is what the test reads

import json

import django

django.setup()

from django.apps import apps  # noqa: E402 — after set-up
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402


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


def main():
    migrate()
    before = {alias: shape(alias) for alias in ("default", "public")}
    ours = [part.label for part in apps.get_app_configs() if part.name.startswith("scopeofduty.")]
    for label in ours:
        try:
            migrate(label, "zero")
        except django.core.management.CommandError as error:
            if "does not have migrations" in str(error):
                continue
            raise
        gone = [table for alias in before for table in shape(alias) if table.startswith(f"{label}_")]
        migrate()
        after = {alias: shape(alias) for alias in ("default", "public")}
        print(json.dumps({"part": label, "left": gone, "same": after == before}), flush=True)


if __name__ == "__main__":
    main()

"""The history of a collection point is written once, and the database itself keeps it so.

A point is never deleted, and an event never changes: triggers refuse it, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = ("points_point", "points_pointevent", "points_sweep")
_REFUSED = (
    ("points_point", "DELETE", "a collection point is never deleted: say that it was removed"),
    ("points_pointevent", "DELETE", "the history of a collection point is written once"),
    ("points_pointevent", "UPDATE", "the history of a collection point is written once"),
    ("points_sweep", "DELETE", "an imported sweep stays: what it proved rests on it"),
)


def _names() -> Iterator[tuple[str, str, str, str]]:
    for table, event, message in _REFUSED:
        yield f"{table}_{event.lower()}_refused", table, event, message


def statements(vendor: str) -> list[str]:
    """Return the SQL that puts every trigger in place, where none is.

    Raises:
        NotImplementedError: no triggers are written for this database.
    """
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for name, table, event, message in _names()
        ]
    if vendor != "postgresql":
        raise NotImplementedError(f"the register runs on sqlite or postgresql, and this database is {vendor}")
    return [sql for each in _names() for sql in _postgresql(*each)]


def _postgresql(name: str, table: str, event: str, message: str) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    if event == "DELETE":
        yield (
            f"CREATE TRIGGER {table}_truncate_refused BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def removals(vendor: str) -> list[str]:
    """Return the SQL that takes every trigger away, where there is one."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name, *_rest in _names()]
    found = []
    for name, table, event, _message in _names():
        names = [name, f"{table}_truncate_refused"][: 1 + (event == "DELETE")]
        found += [f"DROP TRIGGER IF EXISTS {each} ON {table}" for each in names]
    return found

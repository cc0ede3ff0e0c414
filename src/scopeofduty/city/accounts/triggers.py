"""Rules that the database keeps itself: triggers for SQLite and PostgreSQL, written once for both.

Rows of an `AppendOnly` model are neither changed nor deleted, without a word more. A part that wants other
rules lists them as ``rules(vendor)`` in its module ``append_only``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from django.apps import apps
from django.db import connections
from django.utils.module_loading import module_has_submodule

from scopeofduty.city.accounts.append_only import AppendOnly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.apps import AppConfig

Event = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Rule:
    """Refuse ``event`` on a table when ``condition`` (SQL over NEW and OLD) holds, with ``message``."""

    table: str
    event: Event
    condition: str
    message: str
    mark: str = "refused"

    @property
    def name(self) -> str:
        """Name of the trigger, and of its function on PostgreSQL."""
        return f"{self.table}_{self.event.lower()}_{self.mark}"


def never(part: str, event: Event, tables: Iterable[str], message: str) -> list[Rule]:
    """Return rules that refuse an event on a part's tables whatever the row says."""
    return [Rule(f"{part}_{table}", event, "1 = 1", message) for table in tables]


def differs(vendor: str, column: str) -> str:
    """Return the condition that an update changes a column."""
    return f'OLD."{column}" {"IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"} NEW."{column}"'


def statements(vendor: str, rules: Iterable[Rule]) -> list[str]:
    """Return the SQL that puts every trigger in place, where none is.

    Raises:
        NotImplementedError: no triggers are written for this database.
    """
    return [sql for rule in rules for sql in _made(vendor, rule)]


def removals(vendor: str, rules: Iterable[Rule]) -> list[str]:
    """Return the SQL that takes every trigger away, where there is one."""
    on = "" if vendor == "sqlite" else " ON {table}"
    found = []
    for rule in rules:
        names = [rule.name] + ([f"{rule.table}_truncate_refused"] if _whole(vendor, rule) else [])
        found += [f"DROP TRIGGER IF EXISTS {name}{on.format(table=rule.table)}" for name in names]
    return found


def rules_of(part: AppConfig, vendor: str) -> list[Rule]:
    """Return a part's rules in the words of ``vendor``; its own come before those of every `AppendOnly`."""
    own = []
    if module_has_submodule(part.module, "append_only"):
        own = getattr(import_module(f"{part.name}.append_only"), "rules", lambda _vendor: [])(vendor)
    once = [model._meta for model in part.get_models() if issubclass(model, AppendOnly)]
    kept = [
        Rule(meta.db_table, event, "1 = 1", f"rows of {meta.label} are written once")
        for meta in once
        for event in ("UPDATE", "DELETE")
    ]
    return list({rule.name: rule for rule in [*kept, *own]}.values())


def every_part(vendor: str) -> dict[str, set[str]]:
    """Return the names of all triggers that each part of the city wants."""
    found = {}
    for part in apps.get_app_configs():
        sql = statements(vendor, rules_of(part, vendor))
        if sql:
            found[part.label] = set(re.findall(r"CREATE TRIGGER (\w+)", "\n".join(sql)))
    return found


def take_away(using: str, plan: Iterable[Any] = (True,), **_rest: Any) -> None:
    """Take every trigger away before a migration, or before tests empty the tables.

    SQLite makes an altered table anew: its triggers would be lost without a word, and those of other tables
    that name it (an appointment, a vote) would stop the migration.
    """
    if plan:
        _execute(using, removals)


def put_back(using: str, **_rest: Any) -> None:
    """Make every trigger anew, on each table that is there."""
    _execute(using, removals)
    _execute(using, statements)


def _execute(using: str, made: Callable[[str, Iterable[Rule]], list[str]]) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [
        rule
        for part in apps.get_app_configs()
        for rule in rules_of(part, connection.vendor)
        if rule.table in tables
    ]
    with connection.cursor() as cursor:
        for sql in made(connection.vendor, wanted):
            cursor.execute(sql)


def _whole(vendor: str, rule: Rule) -> bool:
    """Say whether a rule forbids emptying the whole table, which PostgreSQL asks about apart."""
    return vendor == "postgresql" and rule.event == "DELETE" and rule.condition == "1 = 1"


def _made(vendor: str, rule: Rule) -> Iterator[str]:
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} WHEN {rule.condition}"
            f" BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
        )
        return
    if vendor != "postgresql":
        message = f"the city runs on sqlite or postgresql, and this database is {vendor}"
        raise NotImplementedError(message)
    row = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {rule.condition} THEN RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'restrict_violation';"
        f" END IF; RETURN {row}; END $$"
    )
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
    if _whole(vendor, rule):
        yield (
            f"CREATE OR REPLACE FUNCTION {rule.table}_truncate_refused() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        yield (
            f"CREATE TRIGGER {rule.table}_truncate_refused BEFORE TRUNCATE ON {rule.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {rule.table}_truncate_refused()"
        )

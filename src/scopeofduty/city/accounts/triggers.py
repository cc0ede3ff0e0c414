"""Rules that the database keeps itself: triggers for SQLite and PostgreSQL, written once for both.

A part lists its rules and hangs `keep` on Django's migration signals in its `AppConfig.ready`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

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


def every_part(vendor: str) -> dict[str, set[str]]:
    """Return the names of all triggers that each part of the city wants, from its `append_only`."""
    found = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.append_only") is None:
            continue
        module = import_module(f"{config.name}.append_only")
        if hasattr(module, "statements"):
            sql = module.statements(vendor)
        elif hasattr(module, "rules"):
            sql = statements(vendor, module.rules(vendor))
        else:  # a base class alone
            continue
        found[config.label] = set(re.findall(r"CREATE TRIGGER (\w+)", "\n".join(sql)))
    return found


def keep(config: AppConfig, table: str, rules: Callable[[str], list[Rule]]) -> None:
    """Take a part's triggers away before any table is migrated, and put them back afterwards.

    SQLite makes an altered table anew: its triggers would be lost without a word, and those of other tables
    that name it (an appointment, a vote) would stop the migration.

    Args:
        config: the part.
        table: the table that its newest migration made; while it is missing there is nothing to guard.
        rules: the rules in the words of a vendor.
    """

    def away(using: str, plan: list[tuple[Any, bool]], **_rest: Any) -> None:
        connection = connections[using]
        if plan and table in connection.introspection.table_names():
            _execute(using, removals(connection.vendor, rules(connection.vendor)))

    def back(using: str, **_rest: Any) -> None:
        connection = connections[using]
        if table in connection.introspection.table_names():
            mine = rules(connection.vendor)
            _execute(using, removals(connection.vendor, mine) + statements(connection.vendor, mine))

    pre_migrate.connect(away, sender=config, weak=False)
    post_migrate.connect(back, sender=config, weak=False)


def _execute(using: str, made: list[str]) -> None:
    with connections[using].cursor() as cursor:
        for sql in made:
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

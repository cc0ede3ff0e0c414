"""The app's registration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from scopeofduty.city.points.append_only import TABLES, removals, statements


class PointsConfig(AppConfig):
    """The register of collection points: where the city collects, and why."""

    name = "scopeofduty.city.points"
    label = "points"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the triggers away before the tables are migrated, and put them back after every migration."""
        pre_migrate.connect(take_triggers_away, sender=self)
        post_migrate.connect(put_triggers_back, sender=self)


def take_triggers_away(using: str, plan: list[tuple[Any, bool]], **_rest: Any) -> None:
    """Drop the triggers if one of our own migrations is about to run."""
    if _holds_our_tables(using) and any(migration.app_label == "points" for migration, _back in plan):
        _execute(using, removals)


def put_triggers_back(using: str, **_rest: Any) -> None:
    """Make every trigger anew."""
    if _holds_our_tables(using):
        _execute(using, removals)
        _execute(using, statements)


def _holds_our_tables(using: str) -> bool:
    return set(TABLES) <= set(connections[using].introspection.table_names())


def _execute(using: str, made: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for sql in made(connection.vendor):
            cursor.execute(sql)

"""Open a city's data for a command that works on it."""

from __future__ import annotations

import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


class CityUnavailableError(Exception):
    """The city's data can't be opened; the message says why and what to do."""


def open_city(folder: Path | None) -> None:
    """Set Django up on the city in ``folder`` (default: ``DUTY_DATA``, or ``./duty-data``).

    Raises:
        CityUnavailableError: nothing was set up there, or its database does not answer.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connections

    if folder is not None:
        os.environ["DUTY_DATA"] = str(folder.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scopeofduty.city.settings.city")
    # Before the settings are read: reading them makes the folder and its secret key.
    where = Path(os.environ.get("DUTY_DATA", "duty-data")).absolute()
    try:
        if "DATABASE_URL" not in os.environ and not (where / "city.sqlite3").exists():
            raise CityUnavailableError(
                f"No city is set up in {where}. Start one with `duty serve --data {where}`, "
                "or name its folder: --data FOLDER.",
            )
        django.setup()
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CityUnavailableError(
                f"The city in {where} is older than this program: start `duty serve` once."
            )
    except (DatabaseError, ImproperlyConfigured, OSError) as error:
        raise CityUnavailableError(f"The city's database can't be opened: {error}") from error


def in_city(work: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Let a command work on the city that its ``--data`` names; exit code 2 where it can't be opened."""

    @wraps(work)
    def run(arguments: argparse.Namespace) -> int:
        try:
            open_city(arguments.data)
        except CityUnavailableError as error:
            print(error, file=sys.stderr)
            return 2
        return work(arguments)

    return run

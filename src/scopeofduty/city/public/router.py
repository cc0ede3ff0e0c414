"""The public projection has a database of its own: pages read it, publication windows write it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

APP = "public"
WRITER = "public"
READER = "public_pages"


class PublicRouter:
    """Send the models of ``public`` to their own database, and everything else to ``default``.

    Reading goes through an alias that can't write: a file opened read-only on SQLite, on PostgreSQL a role
    that may select the projection and no private table.
    """

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Return the alias that pages read ``model`` from."""
        if model._meta.app_label != APP:
            return "default"
        return READER if READER in settings.DATABASES else WRITER

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Return the alias that holds ``model``."""
        return WRITER if model._meta.app_label == APP else "default"

    def allow_relation(self, first: Any, second: Any, **_hints: Any) -> bool:
        """Refuse a relation between the public side and the private one."""
        return (first._meta.app_label == APP) == (second._meta.app_label == APP)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Keep each table in its own database."""
        return db != READER and (app_label == APP) == (db == WRITER)

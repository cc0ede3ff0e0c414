"""The public projection has a database of its own."""

from __future__ import annotations

from typing import Any

APP = "public"


class PublicRouter:
    """Send the models of ``public`` to the alias of that name, and everything else to ``default``."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        """Return the alias that holds ``model``."""
        return APP if model._meta.app_label == APP else "default"

    def db_for_write(self, model: Any, **_hints: Any) -> str:
        """Return the alias that holds ``model``."""
        return self.db_for_read(model)

    def allow_relation(self, first: Any, second: Any, **_hints: Any) -> bool:
        """Refuse a relation between the public side and the private one."""
        return (first._meta.app_label == APP) == (second._meta.app_label == APP)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        """Keep each table in its own database."""
        return (app_label == APP) == (db == APP)

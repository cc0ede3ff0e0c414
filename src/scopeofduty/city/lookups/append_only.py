"""Logs of look-ups, and what was found out of them, are written once: kept by the database itself."""

from __future__ import annotations

from scopeofduty.city.accounts.triggers import Rule, never

TABLES = ("lookuplog", "lookupgroup", "lookupsettlement")
SAYS = "what a log of look-ups held is written once"


def rules(_vendor: str) -> list[Rule]:
    """Return every rule; the words are the same for each vendor."""
    return [*never("lookups", "DELETE", TABLES, SAYS), *never("lookups", "UPDATE", TABLES, SAYS)]

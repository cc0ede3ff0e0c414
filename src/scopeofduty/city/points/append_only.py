"""The history of a collection point is written once, and no point ever goes: kept by the database itself."""

from __future__ import annotations

from scopeofduty.city.accounts.triggers import Rule


def rules(_vendor: str) -> list[Rule]:
    """Return every rule; the words are the same for each vendor."""
    return [
        Rule(
            "points_point",
            "DELETE",
            "1 = 1",
            "a collection point is never deleted: say that it was removed",
        ),
        Rule("points_sweep", "DELETE", "1 = 1", "an imported sweep stays: what it proved rests on it"),
    ]

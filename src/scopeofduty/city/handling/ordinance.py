"""What the ordinance in force says of handling: who investigates, and within how many days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.city.desk import law_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty.law import InForce

# EU 2019/1937, articles 9(1)(b), 9(1)(f): seven days, three months. The ordinance's own clocks come first.
DAYS = {"acknowledge": 7, "feedback": 90}
_DAYS = re.compile(r"(\d+) days\b")
_INVESTIGATES = re.compile(r"investigator\b")
DUTIES = {"acknowledge": "acknowledge_report", "feedback": "give_feedback"}


def _law(day: date) -> InForce | None:
    try:
        return law_in_force.on(day)
    except law_in_force.NoLawError:
        return None


@dataclass(frozen=True)
class Body:
    """Who investigates a class of violation, by the city's ordinance; "" and 0 where it names none."""

    investigator: str = ""
    section: str = ""
    fallback: str = ""
    days: int = 0


def body(violation: str, day: date) -> Body:
    """Return who investigates a class, who stands in for them, and within how many days they find."""
    names = _names(day)

    def named(what: str) -> tuple[str, str]:
        return names.get(f"{what} for {violation}") or names.get(what) or ("", "")

    section, investigator = named("investigator")
    days = _DAYS.match(named("finding")[1])
    return Body(investigator, section, named("fallback")[1], int(days[1]) if days else 0)


def discipliner(day: date) -> str:
    """Return who disciplines where the chain of command is excluded; "" if the ordinance names nobody."""
    return _names(day).get("discipline", ("", ""))[1]


def _names(day: date) -> Mapping[str, tuple[str, str]]:
    """Return what the city's own law names: of several, the first that names an investigator."""
    found = _law(day)
    cities = [version.names for version in found.versions if version.level == "city"] if found else []
    return next((names for names in cities if any(_INVESTIGATES.match(name) for name in names)), {})


def limits(day: date) -> dict[str, int]:
    """Return the days to acknowledge and to give feedback: the ordinance's own, or those of `DAYS`."""
    found, days = _law(day), dict(DAYS)
    for version in found.versions if found else ():
        for duty in version.duties:
            for name, called in DUTIES.items():
                if duty.id == called and duty.unit == "days" and duty.period:
                    days[name] = duty.period
    return days

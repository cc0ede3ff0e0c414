"""What the ordinance in force says of handling: who investigates, and within how many days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.desk import law_in_force

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.law import InForce

# EU 2019/1937, articles 9(1)(b), 9(1)(f): seven days, three months. The ordinance's own clocks come first.
DAYS = {"acknowledge": 7, "feedback": 90}
DUTIES = {"acknowledge": "acknowledge_report", "feedback": "give_feedback"}


def _law(day: date) -> InForce | None:
    try:
        return law_in_force.on(day)
    except law_in_force.NoLawError:
        return None


def investigator(day: date) -> str:
    """Return the body that the city's ordinance names, with its section; "" if it names none."""
    found = _law(day)
    for version in found.versions if found else ():
        if "investigator" in version.names:
            section, body = version.names["investigator"]
            return f"{body} (§ {section})"
    return ""


def limits(day: date) -> dict[str, int]:
    """Return the days to acknowledge and to give feedback: the ordinance's own, or those of `DAYS`."""
    found, days = _law(day), dict(DAYS)
    for version in found.versions if found else ():
        for duty in version.duties:
            for name, called in DUTIES.items():
                if duty.id == called and duty.unit == "days" and duty.period:
                    days[name] = duty.period
    return days

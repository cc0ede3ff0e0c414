"""Which department a swept file belongs to: by the city's rules, else by a folder of its name."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.city.points.models import PathRule
from scopeofduty.city.profile.models import Department, Service

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPLIT = re.compile(r"[\\/!]+")


@dataclass(frozen=True)
class Assigned:
    """Whose a file is: a department, and a service where the path says so; None where it says nothing."""

    department: Department | None = None
    service: Service | None = None


@dataclass(frozen=True)
class Departments:
    """The rules and names as they are now, read once for a whole import."""

    rules: tuple[PathRule, ...]
    names: Mapping[str, Department]
    services: Mapping[str, Service]

    def of(self, file: str) -> Assigned:
        """Return whose ``file`` is, by its path in a sweep."""
        for rule in self.rules:
            if fnmatch.fnmatch(file.casefold(), rule.pattern.casefold()):
                return Assigned(rule.department, rule.service or self._service(file, rule.department))
        for part in _SPLIT.split(file)[:-1]:
            named = self.names.get(_plain(part))
            if named:
                return Assigned(named, self._service(file, named))
        return Assigned()

    def _service(self, file: str, department: Department) -> Service | None:
        """Return the department's service that the file is named after (``library-card-2024.pdf``)."""
        name = _plain(_SPLIT.split(file)[-1])
        fit = [s for slug, s in self.services.items() if slug in name and s.department_id == department.pk]
        return max(fit, key=lambda service: len(service.slug), default=None)


def read_departments() -> Departments:
    """Return the city's departments with the rules of today."""
    rules = PathRule.objects.select_related("department", "service")
    names: dict[str, Department] = {}
    for department in Department.objects.all():
        for name in (department.slug, department.name, department.name_es):
            if name:
                names.setdefault(_plain(name), department)
    services = {_plain(service.slug): service for service in Service.objects.all()}
    longest_first = sorted(rules, key=lambda rule: (-len(rule.pattern), rule.pattern))
    return Departments(tuple(longest_first), names, services)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))

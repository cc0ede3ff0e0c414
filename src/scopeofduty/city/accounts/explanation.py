"""May I, and why: every permission put to one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.city.accounts.models import Appointment
from scopeofduty.city.accounts.roles import Permission, Role, roles_with

if TYPE_CHECKING:
    from scopeofduty.city.accounts.models import User

# More names than this help nobody to find whom to ask: the role is then enough.
FEW = 3


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One permission: whether this person has it, by which appointments, and which roles give it."""

    permission: Permission
    by: tuple[Appointment, ...]
    roles: tuple[Role, ...]
    ask: tuple[str, ...]

    @property
    def may(self) -> bool:
        """Say whether the person may."""
        return bool(self.by)


def explain(person: User) -> list[Explanation]:
    """Return one explanation a permission, in the order of the roles table.

    ``ask`` names the people who hold a role that gives it, when they are few.
    """
    current = Appointment.objects.filter(ended_at=None, user__is_active=True).select_related(
        "user", "given_by"
    )
    held = [appointment for appointment in current if appointment.user_id == person.pk]
    names: dict[str, set[str]] = {}
    for appointment in current:
        names.setdefault(appointment.role, set()).add(appointment.user.name)
    return [_explained(permission, held, names) for permission in Permission]


def _explained(permission: Permission, held: list[Appointment], names: dict[str, set[str]]) -> Explanation:
    roles = tuple(role for role in Role if role in roles_with(permission))
    holders = set().union(*(names.get(role, set()) for role in roles))
    return Explanation(
        permission=permission,
        by=tuple(appointment for appointment in held if appointment.role in roles),
        roles=roles,
        ask=tuple(sorted(holders)) if len(holders) <= FEW else (),
    )

"""People and the roles they are appointed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.roles import GRANTS, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Iterable


class User(AbstractUser):
    """A person who logs in: staff, commissioner or monitor.

    Django's own permissions, groups and staff flags are not used: the roles table decides.
    """

    department = models.ForeignKey(
        "profile.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    def roles(self) -> frozenset[Role]:
        """Return the roles this person holds now."""
        if not self.is_active:
            return frozenset()
        held: Iterable[str] = self.appointments.filter(ended_at=None).values_list("role", flat=True)
        return frozenset(Role(role) for role in held)

    def may(self, permission: Permission) -> bool:
        """Say whether a role of this person grants ``permission``."""
        return not GRANTS[permission].isdisjoint(self.roles())


class Appointment(models.Model):
    """One person in one role, from a time, given by somebody. Never deleted: an end is written."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="appointments_given"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="appointments_ended"
    )

    class Meta:
        """One open appointment a person and role."""

        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(ended_at=None), name="one_open_appointment"
            ),
        ]
        ordering = ["user_id", "given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

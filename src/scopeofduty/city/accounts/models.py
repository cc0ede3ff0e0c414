"""People and the roles they are appointed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class User(AbstractUser):
    """A person who logs in: staff, commissioner or monitor.

    Django's own permissions, groups and staff flags are not used: the roles table decides.
    """

    department = models.ForeignKey(
        "profile.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    @property
    def name(self) -> str:
        """Return the name that pages show: the full one, or else the user name."""
        return self.get_full_name() or self.username

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
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="appointments_ended"
    )
    end_reason = models.CharField(_("reason for the end"), max_length=300, blank=True)

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


class OneTimeLink(models.Model):
    """A link that works once, without a log-in: to set up the city, or to choose a password.

    Only the SHA-256 of its token is kept: whoever reads the database can't open the link.
    """

    class Purpose(models.TextChoices):
        """What the link opens."""

        SET_UP = "set_up", _("set up the city")
        PASSWORD = "password", _("choose a password")

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="one_time_links"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        """Newest last."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at.isoformat()}"

    def works(self, at: datetime) -> bool:
        """Say whether the link can still be used at ``at``."""
        return self.used_at is None and at < self.expires_at


class AuditEvent(AppendOnly):
    """Who did what to whom or what, when, and why. A row is written once and never changed."""

    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=64, help_text="a member of audit.Event")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )
    subject = models.CharField(max_length=200, help_text="whom or what it was done to, in a few words")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.event} {self.subject}"

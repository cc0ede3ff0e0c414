"""Calls that a dispatch export names, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class DispatchCall(models.Model):
    """One call of the export that speaks of federal officers: in the log, or a task with an owner.

    ``key`` is a keyed digest of the dispatch number, so that an export read twice names the same call;
    the number itself is kept only where the city has switched that field on.
    """

    class State(models.TextChoices):
        """How the call stands."""

        MATCHED = "matched", _("In the log")
        OPEN = "open", _("Not in the log: somebody must look")
        RECORDED = "recorded", _("Recorded since")
        NOT_A_CONTACT = "not_a_contact", _("Not a contact by federal officers")

    key = models.CharField(max_length=64, unique=True)
    event = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()
    call_type = models.CharField(max_length=80, blank=True)
    agency = models.CharField(max_length=80, blank=True)
    contact = models.OneToOneField(
        "contacts.Contact", null=True, on_delete=models.PROTECT, related_name="dispatch_call"
    )
    state = models.CharField(max_length=13, choices=State.choices)
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="dispatch_calls")
    due_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """What is due first, first; a call that is in the log names its contact."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "not_a_contact"], contact=None)
                | models.Q(state__in=["matched", "recorded"], contact__isnull=False),
                name="in_the_log_names_its_contact",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="open") | models.Q(owner__isnull=False, due_at__isnull=False),
                name="an_open_call_has_an_owner",
            ),
        ]
        ordering = ["due_at", "received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M} {self.call_type}"

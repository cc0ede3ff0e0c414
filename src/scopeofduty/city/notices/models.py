"""Notices before they are public: sealed, delayed, ready. What is public lies in the projection."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """A notice that the duty in force at receipt asks for. Its terms are the law's, copied at that moment.

    Nothing here is deleted. A notice whose contact was corrected out of the duty is ``withdrawn``; a further
    correction may bring it back.
    """

    contact = models.OneToOneField("contacts.Contact", on_delete=models.PROTECT, related_name="notice")
    sealed_at = models.DateTimeField()
    law_digest = models.CharField(max_length=80)
    law_day = models.DateField(help_text="the day of receipt, on which the law was read")
    section = models.CharField(max_length=40)
    publisher = models.CharField(max_length=120)
    waits = models.BooleanField(help_text="whether the duty waits until the operation is complete")
    tells = models.JSONField(default=list)
    place = models.CharField(max_length=20, blank=True)
    presumed_days = models.PositiveSmallIntegerField(null=True)
    hours = models.PositiveSmallIntegerField(
        null=True, help_text="within how many hours; None: at the next window"
    )
    withdrawn_at = models.DateTimeField(null=True)
    public_id = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    window = models.DateTimeField(null=True, help_text="the window in which it was published")

    class Meta:
        """One public number a year."""

        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_notice_a_number"),
            models.CheckConstraint(
                condition=models.Q(window=None, public_id="")
                | models.Q(window__isnull=False, number__isnull=False),
                name="published_has_its_number",
            ),
        ]
        ordering = ["sealed_at", "pk"]

    def __str__(self) -> str:
        return self.public_id or f"#{self.contact_id}"


class Attestation(models.Model):
    """What a named person said of the federal operation: that it goes on, or that it is complete."""

    class Says(models.TextChoices):
        """What was said."""

        GOES_ON = "goes_on", _("It still goes on")
        COMPLETE = "complete", _("It is complete")
        NOT_COMPLETE = "not_complete", _("It was not complete after all")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="attestations")
    says = models.CharField(max_length=12, choices=Says.choices)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_says_display()}"


class Reading(models.Model):
    """The records officer's one reading: which fields are kept back, so that no family can be told."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="reading")
    withheld = models.JSONField(default=list)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.notice}: {', '.join(self.withheld) or 'whole'}"


class Delay(models.Model):
    """Two people delay a notice for a stated reason, with an end; the public sees it from the next window."""

    class Reason(models.TextChoices):
        """The only reasons there are."""

        OPERATION = "operation", _("The operation goes on")
        COURT_ORDER = "court_order", _("A court ordered it")
        COMMISSION = "commission", _("The commission voted for it")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="delays")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """Two different people; oldest first."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="two_people_delay",
            ),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("asked_at")), name="a_delay_ends"),
        ]
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice}: {self.get_reason_display()}"


class PublishedDelay(models.Model):
    """The public number of a notice's delay: one while it runs without a break, renewals included."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="published_delays")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    since = models.DateTimeField(help_text="the window in which it became public")
    ended = models.DateTimeField(null=True, help_text="the window in which its end became public")

    class Meta:
        """One public number a year."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_delay_a_number")]
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        """The number that the public sees: ``D2026/003``."""
        return f"D{self.year}/{self.number:03d}"


class Reminder(models.Model):
    """One day's reminder that a completion is waited for."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="reminders")
    window = models.DateTimeField()

    class Meta:
        """One a day."""

        constraints = [models.UniqueConstraint(fields=["notice", "window"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.notice} {self.window:%Y-%m-%d}"


class ProjectedLaw(models.Model):
    """A law version that the public side was given, so that a change of it makes its own notice."""

    key = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=80)
    window = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class PolicyNotice(models.Model):
    """The public number of a notice that a department's own policy was revised."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    window = models.DateTimeField()

    class Meta:
        """One notice a number."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_policy_notice_a_number")]

    def __str__(self) -> str:
        return f"{self.year}/{self.number:03d}"

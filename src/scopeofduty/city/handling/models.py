"""What the server knows of handling: clocks without cases, counts without rows, holds, ends of keeping.

Nothing here says who reads, who is accused, what was reported or decided. A clock's id comes from the
reporter's public key, which the server doesn't have, so a clock can't be laid beside its case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from scopeofduty.city.accounts.models import User

USER = settings.AUTH_USER_MODEL


class BatchRead(models.Model):
    """A recipient has gone through the batch of a day: every one of them must, whatever was in it."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    read_on = models.DateField()

    class Meta:
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["user", "day"], name="a_batch_is_read_once")]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.user} {self.day}"


class Stage(models.TextChoices):
    """How far a report is."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ASSESSED = "assessed", _("assessed")
    INVESTIGATING = "investigating", _("investigating")
    FINDING = "finding", _("finding made")
    FEEDBACK = "feedback", _("feedback given")
    CLOSED = "closed", _("closed")


class CaseClock(models.Model):
    """The clocks of one report, under an id that only its readers know."""

    id = models.CharField(primary_key=True, max_length=32)
    day = models.DateField(help_text="of the batch that brought the report")
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.RECEIVED)
    acknowledged_on = models.DateField(null=True)
    assessed_on = models.DateField(null=True)
    finding_on = models.DateField(null=True)
    feedback_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    finding_due = models.DateField(null=True, help_text="the day that the named body's own clock sets")

    class Meta:
        """In an order that says nothing."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.id


class Escalation(models.Model):
    """A clock ran out. It stays, also when the step is taken later: it is counted in public."""

    clock = models.CharField(max_length=32)
    what = models.CharField(max_length=16)
    due = models.DateField()

    class Meta:
        """Each clock of a case runs out once."""

        constraints = [models.UniqueConstraint(fields=["clock", "what"], name="a_clock_runs_out_once")]
        ordering = ["due", "clock"]

    def __str__(self) -> str:
        return f"{self.what} {self.due}"


class Tally(models.Model):
    """How many reports of a class ended how in a half-year: a count, and no row for a report."""

    period = models.CharField(max_length=7, help_text="2026-H2")
    violation = models.CharField(max_length=16)
    outcome = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """One cell each."""

        constraints = [
            models.UniqueConstraint(fields=["period", "violation", "outcome"], name="one_cell_of_the_tally")
        ]
        ordering = ["period", "violation", "outcome"]

    def __str__(self) -> str:
        return f"{self.period} {self.violation} {self.outcome}: {self.count}"


class Keeping(models.Model):
    """A closed case, and the day from which its wraps may be destroyed."""

    case = models.CharField(primary_key=True, max_length=32)
    until = models.DateField()

    def __str__(self) -> str:
        return f"{self.case} until {self.until}"


class Schedule(models.Model):
    """How long reports of a class are kept, and which schedule says so."""

    class Kept(models.TextChoices):
        """Classes of closed reports."""

        SUSTAINED = "sustained", _("A violation was found")
        NOT_SUSTAINED = "not_sustained", _("No violation was found")
        NOT_INVESTIGATED = "not_investigated", _("A question, or out of scope")

    kept = models.CharField(max_length=20, choices=Kept.choices, unique=True)
    days = models.PositiveIntegerField()
    citation = models.CharField(max_length=200)
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kept}: {self.days} days"


class Hold(models.Model):
    """A legal hold on a case: it blocks the purge from its first word on. Two people place and lift it."""

    case = models.CharField(max_length=32)
    matter = models.CharField(_("matter"), max_length=200)
    placed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lift_asked_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lift_asked_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at=None), name="one_hold_on_a_report"
            )
        ]
        ordering = ["-placed_at"]

    def __str__(self) -> str:
        return f"{self.case}: {self.matter}"


class Arrived(models.Model):
    """Something that the city's own records show and nobody had to report: it is handled like a report."""

    class State(models.TextChoices):
        """How far it is."""

        RECEIVED = "received", _("received")
        INVESTIGATING = "investigating", _("investigating")
        SUSTAINED = "sustained", _("a violation was found")
        NOT_SUSTAINED = "not_sustained", _("no violation was found")

    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.RECEIVED)
    due = models.DateField(help_text="by when it is decided")
    said = models.CharField(_("what was found and done"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """The next due first."""

        abstract = True
        ordering = ["due", "pk"]


class Departure(Arrived):
    """A departure in the contact log that a supervisor could not justify."""

    review = models.OneToOneField("contacts.Review", on_delete=models.PROTECT, related_name="arrived")

    def __str__(self) -> str:
        return f"review {self.review_id}: {self.state}"

    def had_part(self, person: User) -> bool:
        """Say whether a person wrote in the contact, or sent it here."""
        return (
            self.review.decided_by_id == person.pk
            or self.review.contact.revisions.filter(author=person).exists()
        )


class SignedWithoutVote(Arrived):
    """An agreement that was signed although no vote of the commission came first."""

    violation = models.OneToOneField(
        "agreements.PossibleViolation", on_delete=models.PROTECT, related_name="arrived"
    )

    def __str__(self) -> str:
        return f"{self.violation}: {self.state}"

    def had_part(self, person: User) -> bool:
        """Say whether a person entered the agreement, or recorded or reported its signature."""
        agreement = self.violation.agreement
        return person.pk in {agreement.by_id, agreement.signature.by_id}


class DayOfCommitments(models.Model):
    """The day batch of the retaliation clock: 64 commitments, whatever happened."""

    day = models.DateField(unique=True)
    data = models.BinaryField(help_text="34,816 bytes; public")

    class Meta:
        """Oldest first."""

        ordering = ["day"]

    def __str__(self) -> str:
        return str(self.day)

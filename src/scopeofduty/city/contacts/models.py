"""The contact log's tables.

``Contact``, ``Revision`` and ``Erasure`` are append-only in the database itself (``append_only.py``): nothing
deletes a row, and a revision's values can only shrink, under an erasure that says who, when and why.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.contacts import choices

PERSON = settings.AUTH_USER_MODEL


class Counter(models.Model):
    """The last number given, in a row of its own: taken and used in one transaction, so that none is lost."""

    name = models.CharField(max_length=32, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Contact(models.Model):
    """One contact by federal officers. What is known of it stands in its revisions.

    ``number`` is gapless and private: it never leaves the private side, because its gaps would count.
    ``key`` comes from the client, so that a retry after a failure records nothing twice.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    key = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="contacts_recorded")

    class Meta:
        """Newest first."""

        ordering = ["-number"]

    def __str__(self) -> str:
        return f"#{self.number}"

    def latest(self) -> Revision:
        """Return the revision that holds now."""
        revision = self.revisions.order_by("-seq").first()
        if revision is None:
            message = f"contact {self.number} has no revision: the database was changed by hand"
            raise LookupError(message)
        return revision


class Revision(models.Model):
    """What was known of a contact from one moment: the first record (seq 1), or a correction with its reason.

    ``text`` is the whole record as canonical JSON (RFC 8785), one entry a field. ``salts`` has one salt a
    field, and ``leaves`` one salted digest a field: when a value is struck, its text and salt go and its leaf
    stays, so the commitment and the chain of digests still verify. The other columns repeat what is queried.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="revisions")
    seq = models.PositiveIntegerField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    salts = models.JSONField()
    leaves = models.JSONField()
    nonce = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    erasure = models.ForeignKey("Erasure", null=True, on_delete=models.PROTECT, related_name="+")

    received_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=32, null=True)
    agency = models.CharField(max_length=32, null=True)
    department = models.CharField(max_length=40, null=True)
    decision = models.CharField(max_length=16, null=True)
    departure = models.CharField(max_length=32, null=True)
    life_button = models.BooleanField(null=True)

    class Meta:
        """One revision a contact and seq."""

        constraints = [models.UniqueConstraint(fields=["contact", "seq"], name="one_revision_a_seq")]
        indexes = [models.Index(fields=["-received_at"], name="contacts_by_receipt")]
        ordering = ["contact_id", "seq"]

    def __str__(self) -> str:
        return f"#{self.contact_id}.{self.seq}"


class Erasure(models.Model):
    """Who struck which fields of a contact, when and why; or purged it whole under the retention schedule."""

    class Kind(models.TextChoices):
        """Why a value is gone."""

        STRUCK = "struck", _("Struck: the log must not hold it")
        PURGED = "purged", _("Purged under the retention schedule")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="erasures")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    fields = models.JSONField(help_text="ids of the fields that were emptied")
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"#{self.contact_id}: {', '.join(self.fields)}"


class Draft(models.Model):
    """A contact that somebody has begun to write: theirs alone, no number, gone when recorded or expired."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="contact_drafts")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        """Last written first."""

        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft of {self.owner}"


class Review(models.Model):
    """A departure from the answer, or a use of the life-threat button, before a supervisor."""

    class Cause(models.TextChoices):
        """Why it came here."""

        DEPARTURE = "departure", _("Something else was done than the answer allows")
        LIFE_BUTTON = "life_button", _("The life-threat button was used")

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("Waiting for a supervisor")
        JUSTIFIED = "justified", _("Justified")
        SENT_ON = "sent_on", _("Sent to the named body")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reviews")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    department = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    sent_to = models.CharField(max_length=200, blank=True)

    class Meta:
        """Due first; one open review a contact."""

        constraints = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(state="open"), name="one_open_review"
            )
        ]
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return f"#{self.contact_id}: {self.get_state_display()}"


class LegalHold(models.Model):
    """A duty to keep a contact (a lawsuit, a request for records): two people place it, two lift it.

    From the first person's word until the second has lifted it, nothing in the contact is erased.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="holds")
    matter = models.CharField(max_length=200)
    placed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lift_asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    lift_asked_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=200, blank=True)
    lifted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """One hold at a time on a contact; the two people differ."""

        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=models.Q(lifted_at=None), name="one_hold"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("placed_by")),
                name="two_people_place",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by=None) | ~models.Q(lifted_by=models.F("lift_asked_by")),
                name="two_people_lift",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None)
                | models.Q(lift_asked_by__isnull=False, lifted_by__isnull=False),
                name="lift_was_asked_for",
            ),
        ]
        ordering = ["placed_at"]

    def __str__(self) -> str:
        return f"#{self.contact_id}: {self.matter}"


class RetentionRule(models.Model):
    """How long a class of records is kept, and the schedule that says so."""

    class Kept(models.TextChoices):
        """What the rule is about."""

        CONTACT = "contact", _("A contact in which the answer was followed")
        REVIEWED = "reviewed", _("A contact that went to a supervisor")
        DRAFT = "draft", _("A draft that was never recorded")

    kept = models.CharField(max_length=10, choices=Kept.choices, primary_key=True)
    days = models.PositiveIntegerField()
    citation = models.CharField(max_length=200)
    set_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_kept_display()}: {self.days}"


class SwitchedField(models.Model):
    """A field that the log keeps because the city named the law that asks for it; off without a row."""

    field = models.CharField(max_length=32, primary_key=True)
    citation = models.CharField(max_length=200)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.field


class NilCertificate(models.Model):
    """Somebody's signed word that no contact came by a channel in a period."""

    channel = models.CharField(max_length=32, choices=choices.CHANNEL)
    start = models.DateField()
    end = models.DateField()
    statement = models.CharField(max_length=200, blank=True)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        """One certificate a channel and period."""

        constraints = [
            models.UniqueConstraint(fields=["channel", "start", "end"], name="one_certificate_a_period"),
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="period_in_order"),
        ]
        ordering = ["-end", "channel"]

    def __str__(self) -> str:
        return f"{self.channel} {self.start} … {self.end}"

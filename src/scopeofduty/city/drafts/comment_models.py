"""What residents say of a draft, before and after it is shown. What is public lies in the projection."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Comment(AppendOnly):
    """A comment on the whole draft, on a clause, or on a situation. Nobody's real name is asked for."""

    class About(models.TextChoices):
        """What it speaks of."""

        WHOLE = "whole", _("The whole draft")
        SECTION = "section", _("A clause")
        SITUATION = "situation", _("A situation")

    class Stance(models.TextChoices):
        """For or against."""

        FOR = "for", _("For")
        AGAINST = "against", _("Against")
        NEITHER = "neither", _("Neither: a question or a remark")

    draft = models.ForeignKey("drafts.Draft", on_delete=models.PROTECT, related_name="comments")
    revision = models.ForeignKey("drafts.Revision", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    section = models.CharField(max_length=40, blank=True)
    situation = models.JSONField(default=dict, blank=True, help_text="in words, in both languages")
    stance = models.CharField(max_length=8, choices=Stance.choices)
    text = models.TextField(max_length=5000)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, default="en")
    key = models.CharField(max_length=64, unique=True, help_text="of the form: sent twice, kept once")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft.slug} c{self.pk}"


class PublishedComment(AppendOnly):
    """The public number of a comment, given at its first window; it tells nothing of who came first."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="published")
    draft = models.ForeignKey("drafts.Draft", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    window = models.DateTimeField()

    class Meta:
        """One comment a number."""

        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_comment_a_number")]

    def __str__(self) -> str:
        return f"{self.draft.slug} {self.number}"


class CommentDocument(AppendOnly):
    """A document that a resident prepared, with its comment."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="document")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Moderation(AppendOnly):
    """What was decided about showing a comment; the last decision holds. What is kept back says why."""

    class Decision(models.TextChoices):
        """The published rules: nothing else keeps a comment back."""

        SHOWN = "shown", _("Shown")
        PRIVATE_PERSON = "private_person", _("It tells a private person's name, address or family")
        THREAT = "threat", _("It threatens somebody, or calls for violence")
        COPY = "copy", _("It is the same text again; the first one is shown and this one is counted")
        OFF_TOPIC = "off_topic", _("It isn't about this draft: advertising or another matter")
        HARMFUL_FILE = "harmful_file", _("Its file could harm whoever opens it; the words are shown")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moderations")
    decision = models.CharField(max_length=16, choices=Decision.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_decision_display()}"


class CommentAnswer(AppendOnly):
    """What the drafters answer."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(max_length=3000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.text[:40]}"

"""A law in writing: drafts, their revisions, what others propose, and the versions that are voted on.

A revision, a version and what somebody proposed are written once. A draft only remembers its number and
which revision is the newest.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly
from scopeofduty.city.drafts.comment_models import (
    Comment,
    CommentAnswer,
    CommentDocument,
    Moderation,
    PublishedComment,
)
from scopeofduty.city.drafts.parties import Party

__all__ = [
    "Comment",
    "CommentAnswer",
    "CommentDocument",
    "Draft",
    "Freeze",
    "Moderation",
    "Party",
    "PublishedComment",
    "Revision",
    "Source",
    "Suggestion",
    "Version",
]

PERSON = settings.AUTH_USER_MODEL


class Draft(models.Model):
    """A text with its rules, on its way. ``base`` holds the files of the pack it amends, by name."""

    class State(models.TextChoices):
        """How far it has come."""

        WORKING = "working", _("Being written")
        ENDED = "ended", _("Ended")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_es = models.CharField(_("title in Spanish"), max_length=160, blank=True)
    purpose = models.TextField(_("what it is for, in two sentences"), max_length=1000, blank=True)
    purpose_es = models.TextField(_("the same in Spanish"), max_length=1000, blank=True)
    pack = models.CharField(max_length=60, help_text="id of the pack that it amends")
    law = models.CharField(max_length=200, help_text="the law's name, the same in every version")
    base = models.JSONField(help_text="the pack's other files, by name: pack.json, vocabulary.json")
    began_from = models.CharField(
        max_length=300, blank=True, help_text="what its first revision was, in words"
    )
    branch_of = models.ForeignKey(
        "drafts.Revision", null=True, on_delete=models.PROTECT, related_name="branches"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    newest = models.PositiveIntegerField(default=0, help_text="number of the newest revision")
    comments_open = models.DateField(_("comments from"), null=True, blank=True)
    comments_close = models.DateField(_("comments until"), null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return (self.title_es or self.title) if _spanish() else self.title

    @property
    def aim(self) -> str:
        """What it is for, in the reader's language."""
        return (self.purpose_es or self.purpose) if _spanish() else self.purpose

    @property
    def head(self) -> Revision:
        """The newest revision."""
        return Revision.objects.select_related("by").get(draft=self, number=self.newest)

    @property
    def frozen(self) -> Freeze | None:
        """The freeze that lasts, if one does."""
        return self.freezes.filter(lifted_at=None).select_related("by").first()


class Source(models.TextChoices):
    """How a revision came to be."""

    BEGUN = "begun", _("Begun")
    WRITTEN = "written", _("Written")
    IMPORTED = "imported", _("Taken from a file")
    ACCEPTED = "accepted", _("A suggestion accepted")


class Revision(AppendOnly):
    """The whole draft at one point: the text (a law pack's ``.md``) and the rules (``.duty``)."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    rules = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    summary = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; a number is taken once, so that two people can't both follow the same one."""

        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_revision_a_number")]
        ordering = ["draft_id", "-number"]

    def __str__(self) -> str:
        return f"{self.draft.slug} r{self.number}"


class Suggestion(models.Model):
    """What somebody proposes: the draft as it would read, and the revision that they changed.

    Only its decision is written later, once, with its reason.
    """

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Taken back")

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="suggestions")
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="suggestions")
    text = models.TextField()
    rules = models.TextField(blank=True)
    sections = models.JSONField(default=list, help_text="labels of the sections and rules it changes")
    party = models.CharField(_("on behalf of"), max_length=12, choices=Party.choices)
    author = models.CharField(_("who proposes it"), max_length=120)
    why = models.TextField(_("why"), max_length=2000, blank=True)
    from_file = models.CharField(max_length=200, blank=True, help_text="name of the file it came in")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted_as = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first; what is decided says why."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False) & ~models.Q(reason="")),
                name="decided_with_a_reason",
            ),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.draft.slug} s{self.pk}"


class Freeze(models.Model):
    """While somebody consolidates, only they write; everybody else may go on suggesting."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="freezes")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(_("why"), max_length=300)
    lifted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(lifted_at=None), name="one_freeze_at_a_time"
            )
        ]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.draft.slug} {self.at:%Y-%m-%d}"


class Version(AppendOnly):
    """A frozen version: what the commission reads, votes on and adopts. Never changed.

    ``files`` is the law pack as it was frozen (name → text); ``digest`` its SHA-256 as `law` reckons it, the
    same wherever it is worked out. `versions` reads it and writes it out.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="counts within the draft")
    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first; freezing the same revision twice gives the same version."""

        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["revision"], name="one_version_a_revision"),
        ]
        ordering = ["draft_id", "-number"]

    def __str__(self) -> str:
        return f"{self.draft.title}, {self.name}"

    @property
    def public_id(self) -> str:
        """What the public calls it: ``ordinance-2026/v2``."""
        return f"{self.draft.slug}/v{self.number}"


def _spanish() -> bool:
    return (get_language() or "").startswith("es")

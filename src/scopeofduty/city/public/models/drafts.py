"""Drafts that residents may read and comment on, as of the last publication window."""

from __future__ import annotations

from typing import Any

from django.db import models

from scopeofduty.city.public.models.notices import in_language


class PublicDraft(models.Model):
    """A draft open to the public: its text, and what it would change, told in both languages."""

    slug = models.CharField(primary_key=True, max_length=60)
    title = models.JSONField()
    purpose = models.JSONField(default=dict)
    law = models.CharField(max_length=200)
    revision = models.PositiveIntegerField()
    opens = models.DateField()
    closes = models.DateField(null=True)
    ended = models.BooleanField(default=False)
    window = models.DateTimeField(help_text="the window in which this text became public, in UTC")
    sections = models.JSONField(default=list)
    situations = models.JSONField(default=list, help_text="situations that come out differently, in words")
    change = models.JSONField(default=dict, help_text="what it would change, as HTML in both languages")

    class Meta:
        """Newest first."""

        ordering = ["ended", "-opens", "slug"]

    def __str__(self) -> str:
        return in_language(self.title)


class PublicDraftVersion(models.Model):
    """A frozen version: what the commission votes on."""

    draft = models.ForeignKey(PublicDraft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    window = models.DateTimeField()
    sections = models.JSONField(default=list)
    change = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="public_draft_version")]
        ordering = ["draft_id", "-number"]

    def __str__(self) -> str:
        return f"{self.draft_id}/v{self.number}"


class PublicComment(models.Model):
    """A comment as the public reads it, or the reason for which it is kept back."""

    draft = models.ForeignKey(PublicDraft, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=10)
    section = models.CharField(max_length=40, blank=True)
    situation = models.JSONField(default=dict)
    stance = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2)
    revision = models.PositiveIntegerField()
    kept_back = models.JSONField(default=dict, help_text="the reason, in both languages; empty: it is shown")
    note = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=list)
    document = models.JSONField(default=dict, help_text="name, kind, bytes and SHA-256 of its document")
    window = models.DateTimeField()

    class Meta:
        """In the order of their numbers."""

        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="public_comment_number")]
        ordering = ["draft_id", "number"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"

    @property
    def said(self) -> dict[str, Any]:
        """The comment as plain data."""
        shown = ("number", "about", "section", "situation", "stance", "text", "name", "language", "revision")
        more = ("kept_back", "note", "answers", "document")
        return {name: getattr(self, name) for name in (*shown, *more)}


class PublicDocument(models.Model):
    """The bytes of a resident's document, apart from the lists that don't need them."""

    comment = models.OneToOneField(PublicComment, on_delete=models.PROTECT, related_name="bytes")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.comment)

"""The public projection: everything that public pages can say, and nothing else.

No row points to a private one. Ids are given at publication, so that none can tell of what is still sealed.
Texts stand in both languages: the pages need no table of words from the private side.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language


def in_language(texts: dict[str, str]) -> str:
    """Return the text in the reader's language, in English where there is none."""
    language = "es" if (get_language() or "").startswith("es") else "en"
    return texts.get(language) or texts.get("en", "")


class PublicCity(models.Model):
    """What public pages say of the city itself."""

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    counsel_phone = models.CharField(max_length=40, blank=True)
    reporting_contact = models.CharField(max_length=200, blank=True)
    demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class PublicNotice(models.Model):
    """A notice under the number it was given at publication: ``2026/014``."""

    class Kind(models.TextChoices):
        """What the public is told of."""

        CONTACT = "contact"
        POLICY = "policy"

    public_id = models.CharField(primary_key=True, max_length=12)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    window = models.DateTimeField(help_text="the publication window, in UTC")
    late_at = models.DateTimeField(
        null=True, help_text="when it really became public, where the clock was down at its window"
    )

    class Meta:
        """Newest first."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="public_number")]
        ordering = ["-year", "-number"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def content(self) -> dict[str, Any]:
        """What the notice says now: its latest version."""
        return max(self.versions.all(), key=lambda version: version.seq).content


class PublicNoticeVersion(models.Model):
    """What a notice said from one window on. A correction adds one; none is ever changed."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="versions")
    seq = models.PositiveSmallIntegerField()
    window = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        """Oldest first."""

        constraints = [models.UniqueConstraint(fields=["notice", "seq"], name="public_version")]
        ordering = ["notice_id", "seq"]

    def __str__(self) -> str:
        return f"{self.notice_id}.{self.seq}"


class PublicDelay(models.Model):
    """That one notice is delayed, why and until when; never which place, agency or activity."""

    public_id = models.CharField(primary_key=True, max_length=12)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.JSONField(help_text="in both languages")
    since = models.DateTimeField()
    until = models.DateTimeField()
    renewals = models.PositiveSmallIntegerField(default=0)
    ended = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        constraints = [models.UniqueConstraint(fields=["year", "number"], name="public_delay_number")]
        ordering = ["-year", "-number"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def because(self) -> str:
        """The reason in the reader's language."""
        return in_language(self.reason)


class PublicLaw(models.Model):
    """One law as it is in force: its sections in both languages, its version and its digest."""

    key = models.CharField(primary_key=True, max_length=80, help_text="pack, law and first day")
    pack = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=40)
    version = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    digest = models.CharField(max_length=80)
    sections = models.JSONField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Highest level last: the city's own law comes first."""

        ordering = ["order", "-first_day"]

    def __str__(self) -> str:
        return self.key

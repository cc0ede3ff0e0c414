"""What is told of a period whose envelopes are all open."""

from __future__ import annotations

from django.db import models


class PublicPeriod(models.Model):
    """A closed month: how many contacts by which channel, and what was answered."""

    start = models.DateField(primary_key=True)
    end = models.DateField()
    counts = models.JSONField()
    window = models.DateTimeField(help_text="the window in which these counts became public")

    class Meta:
        """Newest first."""

        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.start} … {self.end}"

"""What is told of reports: figures of closed half-years, and the retaliation clock's day batches."""

from __future__ import annotations

from django.db import models


class PublicReportFigures(models.Model):
    """Reports that were closed in a half-year, by class and outcome; small cells are left out."""

    period = models.CharField(primary_key=True, max_length=7)
    cells = models.JSONField(
        help_text="[[class, outcome, count or null]]; null stands for 1 to 4, or hides one"
    )
    overdue = models.JSONField(help_text="{clock: how many ran out}")

    class Meta:
        """Newest first."""

        ordering = ["-period"]

    def __str__(self) -> str:
        return self.period


class PublicCommitments(models.Model):
    """A day batch of 64 commitments: public, and the same size on every day."""

    day = models.DateField(primary_key=True)
    data = models.BinaryField()

    class Meta:
        """Newest first."""

        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)

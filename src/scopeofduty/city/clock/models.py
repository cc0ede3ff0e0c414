"""The jobs table: each due job once a window."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One job in one window: the row exists once it is claimed, and says when it was done.

    ``(name, window)`` is unique in the database, so running the clock twice changes nothing.
    """

    name = models.CharField(max_length=64)
    window = models.DateTimeField(help_text="the start of the window, in UTC")
    claimed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        """One row a job and window."""

        constraints = [models.UniqueConstraint(fields=["name", "window"], name="one_run_a_window")]
        ordering = ["window", "name"]

    def __str__(self) -> str:
        return f"{self.name} @ {self.window.isoformat()}"

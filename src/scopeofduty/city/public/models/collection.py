"""What the city collects and why, as the public list shows it."""

from __future__ import annotations

from django.db import models


class PublicCollection(models.Model):
    """The list as of the newest window that changed it: one row, the whole list.

    ``content`` holds ``rows`` (one a form or system and basis), ``waiting`` (how many places nobody has
    settled yet) and ``swept_on`` (the day of the newest sweep, or null).
    """

    content = models.JSONField(default=dict)
    window = models.DateTimeField()

    def __str__(self) -> str:
        return f"{len(self.content.get('rows', []))} rows"

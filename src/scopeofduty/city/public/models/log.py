"""Which envelope of the sealed log a public notice came out of."""

from __future__ import annotations

from django.db import models

from scopeofduty.city.public.models.notices import PublicNotice


class PublicSeal(models.Model):
    """The envelope that a notice was sealed in: written in the window that opens it, never before."""

    notice = models.OneToOneField(
        PublicNotice, on_delete=models.PROTECT, primary_key=True, related_name="seal"
    )
    tick = models.PositiveBigIntegerField()
    slot = models.PositiveSmallIntegerField()

    class Meta:
        """An envelope holds one notice."""

        constraints = [models.UniqueConstraint(fields=["tick", "slot"], name="public_seal_place")]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.tick}/{self.slot}"

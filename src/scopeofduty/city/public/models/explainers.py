"""Explainers that counsel has read, as public pages show them."""

from __future__ import annotations

from django.db import models


class PublicExplainer(models.Model):
    """One answer to a common claim; its texts stand in both languages inside ``content``."""

    slug = models.CharField(max_length=60, primary_key=True)
    order = models.PositiveSmallIntegerField(default=100)
    content = models.JSONField()

    class Meta:
        """In the order that the page shows."""

        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug

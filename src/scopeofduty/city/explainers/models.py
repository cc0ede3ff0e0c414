"""Explainers: what a city answers to a common claim, and counsel's reading of it. Rows are only added."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Explainer(models.Model):
    """One common claim, under an address that stays."""

    slug = models.SlugField(max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """In the order that the public page shows."""

        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug


class ExplainerText(AppendOnly):
    """What the page says from one moment on. A changed word is another row, and waits for counsel again.

    ``rests_on`` holds ``{"pack", "law", "section"}`` each; ``situations`` holds
    ``{"en", "es", "asks"}``, where ``asks`` is the situation as a law pack would write it.
    """

    explainer = models.ForeignKey(Explainer, on_delete=models.PROTECT, related_name="texts")
    seq = models.PositiveIntegerField()
    claim = models.CharField(max_length=200)
    claim_es = models.CharField(max_length=200)
    answer = models.CharField(max_length=300)
    answer_es = models.CharField(max_length=300)
    body = models.TextField(max_length=4000)
    body_es = models.TextField(max_length=4000)
    rests_on = models.JSONField(default=list)
    situations = models.JSONField(default=list)
    withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(max_length=1500, blank=True)

    class Meta:
        """One text a number; oldest first."""

        constraints = [
            models.UniqueConstraint(fields=["explainer", "seq"], name="one_explainer_text_a_number")
        ]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.explainer} {self.seq}"


class ExplainerReview(AppendOnly):
    """Counsel read one text beside the law of a day, and put their name under it."""

    text = models.ForeignKey(ExplainerText, on_delete=models.PROTECT, related_name="reviews")
    name = models.CharField(max_length=120)
    on = models.DateField()
    review_on = models.DateField(help_text="by when counsel reads it again")
    found = models.JSONField(
        help_text="what the law said that day: hashes of sections, answers to situations"
    )
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.text}: {self.name}, {self.on}"

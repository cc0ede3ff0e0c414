"""Counsel's signature on a rule, and nothing else: what is asked at the desk is never stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleSignature(models.Model):
    """Counsel's name under one rule as it is written today. A changed text has no signature."""

    pack = models.CharField(max_length=80)
    law = models.CharField(max_length=120)
    rule = models.CharField(max_length=80)
    section = models.CharField(max_length=80)
    text_hash = models.CharField(
        max_length=64, help_text=_("SHA-256 of the rule and of the section it rests on")
    )
    name = models.CharField(_("name"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    review_on = models.DateField(_("to be reviewed by"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rule_signatures")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        """One signature stands a rule and text."""

        constraints = [
            models.UniqueConstraint(
                fields=["pack", "law", "rule", "text_hash"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_signature",
            ),
        ]
        ordering = ["pack", "law", "rule", "pk"]

    def __str__(self) -> str:
        return f"{self.pack} {self.rule}: {self.name}, {self.signed_on}"

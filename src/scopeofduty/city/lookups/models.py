"""Look-ups as the register keeps them: alike ones together, and of a log no more than it takes to judge them.

No plate, no name of a person looked up, no name of who searched, no time of day. A look-up that gave another
reason leaves only its number in the log's counts.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class Served(models.TextChoices):
    """What the reason given says about immigration enforcement, as the sweep judges it."""

    SERVED = "served", _("Served immigration enforcement")
    POSSIBLE = "possible", _("May have served it")
    UNTOLD = "not told", _("The reason tells nothing")


class LookupLog(AppendOnly):
    """One imported audit log: where it came from, which days, and how its look-ups were judged."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file")
    name = models.CharField(max_length=120)
    imported_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    agencies = models.PositiveIntegerField(default=0, help_text="how many agencies the 287(g) list named")
    counts = models.JSONField(default=dict)
    marks = models.BinaryField(default=bytes, help_text="eight bytes for each look-up, to know it again")

    class Meta:
        """Newest first."""

        ordering = ["-last_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class LookupGroup(AppendOnly):
    """Look-ups of one log by one agency under one reason: judged alike, settled together."""

    log = models.ForeignKey(LookupLog, on_delete=models.PROTECT, related_name="groups")
    agency = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="without what says what a person is")
    withheld = models.BooleanField(default=False, help_text="the reason said what a person is; it isn't kept")
    served = models.CharField(max_length=12, choices=Served.choices)
    rule = models.CharField(max_length=60)
    partner = models.CharField(
        max_length=120, blank=True, help_text="its name in the list of 287(g) agencies"
    )
    agreement = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField(help_text="where in the log the first of them stands")
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)

    class Meta:
        """What served comes first, then what was done most."""

        ordering = ["-served", "-count", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "agency", "reason", "withheld", "served", "rule"], name="one_group_alike"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.reason}"


class LookupSettlement(AppendOnly):
    """What a person found out about a group of look-ups. A later word stands beside the earlier one."""

    class Found(models.TextChoices):
        """What was found out."""

        SERVED = "served", _("It served immigration enforcement")
        NOT = "not", _("It served something else")
        UNTOLD = "untold", _("The agency was asked and does not tell")

    group = models.ForeignKey(LookupGroup, on_delete=models.PROTECT, related_name="settlements")
    seq = models.PositiveSmallIntegerField()
    found = models.CharField(max_length=8, choices=Found.choices)
    reason = models.TextField(max_length=1500)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One after another: two people at once can't both be the next."""

        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["group", "seq"], name="settlements_one_after_another")]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_found_display()}"

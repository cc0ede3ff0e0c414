"""Collection points, what was decided of each, and the sweeps that found them.

A point changes only through `deciding` and `importing`, which write an append-only history beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly
from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.desk.phrase import Phrase

if TYPE_CHECKING:
    from datetime import date

PERSON = settings.AUTH_USER_MODEL


class Decision(models.TextChoices):
    """What the city decided of a collection point."""

    OPEN = "open", _("Waits to be settled")
    REQUIRED = "required", _("Required by law")
    PERMITTED = "permitted", _("Permitted by law")
    CHANGE = "change", _("To be changed")
    REMOVE = "remove", _("To be removed")
    REVIEW = "review", _("Under review")
    NOT_COLLECTION = "not_collection", _("No collection")


# Every decision but the last ends: somebody has to look again.
EXPIRES = frozenset(
    {Decision.REQUIRED, Decision.PERMITTED, Decision.CHANGE, Decision.REMOVE, Decision.REVIEW}
)
# What counts as collecting until it is gone.
COLLECTS = EXPIRES


class Point(models.Model):
    """One place where a department collects immigration-related information: a question, a column, an option.

    ``text`` is what the form or column says, never what a person answered.
    """

    department = models.ForeignKey(
        "profile.Department", null=True, on_delete=models.PROTECT, related_name="collection_points"
    )
    service = models.ForeignKey(
        "profile.Service", null=True, on_delete=models.PROTECT, related_name="collection_points"
    )
    system = models.CharField(max_length=120, help_text="the form or system, as the public list names it")
    text = models.CharField(max_length=300, blank=True)
    information = models.JSONField(default=list)
    verb = models.CharField(max_length=12)
    tier = models.CharField(max_length=12, default="direct")
    fingerprint = models.CharField(max_length=40, blank=True, help_text="empty: entered by hand")
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=16, choices=Decision.choices, default=Decision.OPEN)
    reason = models.TextField(max_length=1500, blank=True)
    obligation = models.ForeignKey(
        "collection.LegalObligation", null=True, on_delete=models.PROTECT, related_name="collection_points"
    )
    expires_on = models.DateField(null=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    # Asked for and not yet confirmed: obligation, until, reason, by (id) and at; {} when nothing is asked.
    proposed = models.JSONField(default=dict)
    law = models.JSONField(default=dict, help_text="what the law in force said, last time it was asked")
    phrase = models.CharField(max_length=16, choices=Phrase.choices, blank=True)
    law_changed_on = models.DateField(null=True, help_text="the answer changed and nobody decided since")
    found_at = models.DateTimeField()
    gone_on = models.DateField(null=True, help_text="no longer there, as a sweep proved or a person said")
    seq = models.PositiveIntegerField(default=0, help_text="how many events its history has")

    class Meta:
        """One point a fingerprint and department; two people for “required by law”."""

        ordering = ["department__order", "department__name", "system", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "department"],
                condition=~models.Q(fingerprint="") & models.Q(department__isnull=False),
                name="one_point_a_fingerprint_and_department",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~models.Q(fingerprint="") & models.Q(department=None),
                name="one_unassigned_point_a_fingerprint",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="required")
                | (
                    models.Q(obligation__isnull=False)
                    & models.Q(confirmed_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("decided_by"))
                ),
                name="required_by_law_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.text}" if self.text else self.title

    @property
    def title(self) -> str:
        """The form or system in the reader's language, where it still has its service's name."""
        named = self.service is not None and self.system == self.service.name
        return str(self.service) if named else self.system

    @property
    def information_labels(self) -> list[str]:
        """The kinds of information by name."""
        return [str(BY_ID[kind].label) for kind in self.information if kind in BY_ID]

    def expired(self, today: date) -> bool:
        """Say whether its decision has ended."""
        return self.expires_on is not None and self.expires_on < today


class PointEvent(AppendOnly):
    """One event in a point's history: never changed, never deleted."""

    class Kind(models.TextChoices):
        """What happened."""

        FOUND = "found", _("Found by a sweep")
        ENTERED = "entered", _("Entered by hand")
        ASSIGNED = "assigned", _("Given to a department or a person")
        DECIDED = "decided", _("Decided")
        PROPOSED = "proposed", _("“Required by law” asked for")
        CONFIRMED = "confirmed", _("“Required by law” confirmed by counsel")
        DECLINED = "declined", _("“Required by law” not confirmed")
        EXPIRED = "expired", _("The decision ended")
        LAW_CHANGED = "law_changed", _("The law's answer changed")
        GONE = "gone", _("No longer there")
        BACK = "back", _("There again")

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    values = models.JSONField(help_text="the point as it stood after the event")

    class Meta:
        """In the order in which it happened; two people at once can't both be the next."""

        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["point", "seq"], name="events_one_after_another")]

    def __str__(self) -> str:
        return f"{self.point_id}/{self.seq}: {self.get_kind_display()}"

    @property
    def decision_label(self) -> str:
        """The decision as it stood after the event."""
        return str(Decision(self.values["decision"]).label)


class Sweep(models.Model):
    """One imported sweep: what was swept, when, and what it changed here."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file")
    name = models.CharField(max_length=200)
    swept_at = models.DateTimeField()
    imported_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    roots = models.JSONField(default=list)
    counts = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        ordering = ["-swept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.swept_at:%Y-%m-%d %H:%M}"


class Place(models.Model):
    """A place at which a sweep saw a point, until a later sweep has read it and the point wasn't there."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="places")
    file = models.CharField(max_length=700)
    locator = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    category = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    bases = models.JSONField(default=list)
    seen_at = models.DateTimeField(help_text="the newest sweep that saw it")
    gone_at = models.DateTimeField(null=True, help_text="the sweep that proved that it is gone")

    class Meta:
        """One place a file."""

        ordering = ["file", "pk"]
        constraints = [models.UniqueConstraint(fields=["point", "file"], name="one_place_a_file")]

    def __str__(self) -> str:
        where = f"{self.file} · {self.locator}" if self.locator else self.file
        return f"{where}:{self.line}" if self.line else where


class Unread(models.Model):
    """A part that a sweep could not read. It stays on the list until a later sweep reads it or it is gone."""

    file = models.CharField(max_length=700)
    locator = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        """One row a part."""

        ordering = ["file", "locator"]
        constraints = [models.UniqueConstraint(fields=["file", "locator"], name="one_row_an_unread_part")]

    def __str__(self) -> str:
        return f"{self.file} {self.locator}".strip()


class PathRule(models.Model):
    """Which department a file belongs to, by its path: the first rule that fits decides."""

    pattern = models.CharField(_("path"), max_length=200, unique=True)
    department = models.ForeignKey("profile.Department", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("profile.Service", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The longest first: it says most."""

        ordering = ["pattern"]

    def __str__(self) -> str:
        return f"{self.pattern} → {self.department}"

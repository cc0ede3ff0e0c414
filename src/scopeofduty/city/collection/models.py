"""The register of legal obligations: which law makes the city ask for what, at which form, says who.

A row is changed only through `register`, which writes an append-only history beside it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly
from scopeofduty.city.collection.information import BY_ID


class Force(models.TextChoices):
    """What a law does: it obliges, it only allows, or it is wrongly claimed to oblige."""

    DUTY = "duty", _("The law obliges us to ask")
    PERMISSION = "permission", _("The law only allows us to ask")
    NEVER = "never", _("Often claimed, but no duty to ask")


class LegalObligation(models.Model):
    """One law at one form or service: exactly what must or may be asked, listed by counsel by name."""

    law = models.CharField(_("law"), max_length=200, help_text=_("The citation, for example 8 USC 1324a(b)."))
    kind = models.CharField(_("what the law does"), max_length=12, choices=Force.choices)
    department = models.ForeignKey(
        "profile.Department",
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("department"),
    )
    service = models.ForeignKey(
        "profile.Service",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("form or service"),
        help_text=_("Leave empty when the law holds at every form of the department."),
    )
    form = models.CharField(
        _("form"), max_length=120, blank=True, help_text=_("Its name or number, for example Form I-9.")
    )
    asks = models.TextField(
        _("exactly what must or may be asked"),
        max_length=1000,
        help_text=_("As narrow as the law: what, of whom, when, and what is not asked."),
    )
    asks_es = models.TextField(_("the same in Spanish"), max_length=1000, blank=True)
    information = models.JSONField(_("which information"), default=list)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    note_es = models.TextField(_("note in Spanish"), max_length=1000, blank=True)
    source = models.URLField(_("where the law can be read"), max_length=400, blank=True)
    counsel = models.CharField(
        _("counsel's name"), max_length=120, help_text=_("Who answers for this entry, by name.")
    )
    listed_on = models.DateField(_("listed on"))
    review_on = models.DateField(
        _("to be reviewed by"), null=True, blank=True, help_text=_("The desk warns after this day.")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        """By department, as the public page shows it."""

        ordering = ["department__order", "department__name", "law", "pk"]

    def __str__(self) -> str:
        return f"{self.law} ({self.form})" if self.form else self.law

    @property
    def asked(self) -> str:
        """Exactly what must or may be asked, in the reader's language."""
        return (self.asks_es or self.asks) if _spanish() else self.asks

    @property
    def remark(self) -> str:
        """The note, in the reader's language."""
        return (self.note_es or self.note) if _spanish() else self.note

    @property
    def source_host(self) -> str:
        """The site where the law can be read, short enough for a phone."""
        return urlsplit(self.source).hostname or self.source

    @property
    def information_labels(self) -> list[str]:
        """The kinds of information by name."""
        return [str(BY_ID[kind].label) for kind in self.information if kind in BY_ID]


class ObligationEvent(models.TextChoices):
    """What happened to an entry."""

    LISTED = "listed", _("Listed")
    CHANGED = "changed", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class LegalObligationChange(AppendOnly):
    """One event in an entry's history: never changed, never deleted."""

    obligation = models.ForeignKey(LegalObligation, on_delete=models.PROTECT, related_name="changes")
    event = models.CharField(max_length=12, choices=ObligationEvent.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    values = models.JSONField(help_text=_("the entry as it stood after the event"))

    class Meta:
        """In the order in which it happened."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.obligation}: {self.get_event_display()}"


class Settlement(models.TextChoices):
    """How counsel answered a petition."""

    OPEN = "open", _("Waits for counsel")
    LISTED = "listed", _("Listed")
    NOT_OBLIGED = "not_obliged", _("Not a legal obligation")


class ObligationPetition(models.Model):
    """An employee asks counsel to list a law: what is asked where, and why they think a law requires it."""

    department = models.ForeignKey("profile.Department", on_delete=models.PROTECT, related_name="petitions")
    service = models.ForeignKey(
        "profile.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="petitions"
    )
    information = models.CharField(max_length=40)
    what = models.TextField(max_length=600)
    why = models.TextField(max_length=1500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="obligation_petitions"
    )
    asked_at = models.DateTimeField()
    settlement = models.CharField(max_length=12, choices=Settlement.choices, default=Settlement.OPEN)
    reason = models.TextField(max_length=1500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    obligation = models.ForeignKey(
        LegalObligation, null=True, on_delete=models.PROTECT, related_name="petitions"
    )

    class Meta:
        """Oldest first: counsel works through them."""

        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.service or self.department}: {self.information_label}"

    @property
    def information_label(self) -> str:
        """The kind of information by name."""
        return str(BY_ID[self.information].label) if self.information in BY_ID else self.information


def _spanish() -> bool:
    return (get_language() or "").startswith("es")

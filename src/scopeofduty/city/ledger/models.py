"""What the city keeps of its sealed log. The log's own bytes are files; nothing here is public."""

from __future__ import annotations

from django.db import models

from scopeofduty.ledger.slot import SlotType


class Log(models.Model):
    """The city's one log: its cadence, which never changes, and how far it has come."""

    name = models.CharField(max_length=120)
    period = models.PositiveIntegerField(help_text="seconds")
    slots = models.PositiveSmallIntegerField()
    first = models.PositiveBigIntegerField(help_text="the first tick")
    began_at = models.DateTimeField()
    terms = models.JSONField(help_text="as the register's newest policy entry tells them")
    holders = models.JSONField(default=list, help_text="who holds the escrow: name and public key each")
    closed_through = models.BigIntegerField(help_text="the last tick whose envelopes were all opened")
    seeds_through = models.BigIntegerField(help_text="the last tick whose seed was announced")

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Something to be sealed: queued in the transaction that makes it, never changed, never deleted.

    ``values`` are the public fields as text; ``rest`` is the private record. Both are bound by the payload's
    root, under salts that follow from ``uid`` and the city's salt key.
    """

    uid = models.UUIDField(unique=True)
    kind = models.PositiveSmallIntegerField(choices=[(each.value, each.name) for each in SlotType])
    notice = models.ForeignKey("notices.Notice", on_delete=models.PROTECT, related_name="log_entries")
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    delay = models.OneToOneField(
        "notices.Delay", null=True, on_delete=models.PROTECT, related_name="log_entry"
    )
    at = models.DateTimeField()
    values = models.JSONField()
    rest = models.JSONField(default=dict)
    receipt = models.TextField(blank=True)

    class Meta:
        """In the order of arrival; one sealing a contact."""

        constraints = [
            models.UniqueConstraint(fields=["notice"], condition=models.Q(about=None), name="sealed_once"),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{SlotType(self.kind).name} {self.at:%Y-%m-%d}"


class Slot(models.Model):
    """One envelope of one tick. Every tick has the same number of rows, whatever is in them."""

    tick = models.PositiveBigIntegerField()
    number = models.PositiveSmallIntegerField()
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="slot")
    leaf = models.BinaryField(max_length=64)
    lost = models.BooleanField(default=False, help_text="not empty, and what it held is lost for good")

    class Meta:
        """One row an envelope."""

        constraints = [models.UniqueConstraint(fields=["tick", "number"], name="one_envelope_a_place")]
        ordering = ["tick", "number"]

    def __str__(self) -> str:
        return f"{self.tick}/{self.number}"


class Opening(models.Model):
    """An envelope's text was made public in a window, with the fields that were kept back."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="opening")
    window = models.DateTimeField()
    withheld = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.entry_id} @ {self.window:%Y-%m-%d %H:%M}"


class Declaration(models.Model):
    """A delay of one envelope, as the register told it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="declarations")
    decision = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    renewal = models.PositiveSmallIntegerField()
    until = models.DateTimeField()
    window = models.DateTimeField()

    class Meta:
        """One a renewal."""

        constraints = [models.UniqueConstraint(fields=["entry", "renewal"], name="one_declaration_a_renewal")]
        ordering = ["entry_id", "renewal"]

    def __str__(self) -> str:
        return f"{self.entry_id} until {self.until:%Y-%m-%d}"


class Fact(models.Model):
    """A public fact that waits for its window, or came out in one."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=32)
    facts = models.JSONField()
    at = models.DateTimeField()
    attachment = models.BinaryField(null=True)
    window = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they happened."""

        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Period(models.Model):
    """A month whose envelopes were all open or openly delayed by a window: what was counted may be told."""

    start = models.DateField(unique=True)
    end = models.DateField()
    closed_at = models.DateTimeField(help_text="the window")

    class Meta:
        """Oldest first."""

        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.start} … {self.end}"

"""Sealed reports as the server holds them: nothing says who wrote, about whom, what, or at which hour.

Every text and file is an age file that the server can't open. Ids are random, times are days, sizes padded.
No row points to a person, none is made for an address or a visit. `mailbox` is what goes in and out.
"""

from __future__ import annotations

import secrets

from django.db import models


def random_id() -> str:
    """Return 128 random bits in hexadecimal: ids that count would tell the order in which rows came."""
    return secrets.token_hex(16)


class Case(models.Model):
    """A report, or a decoy that looks like one."""

    id = models.CharField(primary_key=True, max_length=32)
    lookup_hash = models.BinaryField(max_length=32, unique=True)
    auth_hash = models.BinaryField(max_length=32)
    day = models.DateField(help_text="the city's day on which it came in")
    purged_on = models.DateField(null=True, help_text="the day on which its wraps were destroyed")

    class Meta:
        """By day, then in an order that says nothing."""

        ordering = ["day", "id"]

    def __str__(self) -> str:
        return self.id


class EpochWraps(models.Model):
    """An epoch's key, wrapped for each of its readers among decoys: age files, one after another, framed."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    day = models.DateField()
    delivered = models.DateField(null=True, help_text="the daily batch that brought it to the recipients")
    wraps = models.BinaryField()

    class Meta:
        """In order, each number once."""

        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="reports_one_epoch")]

    def __str__(self) -> str:
        return f"{self.case_id} epoch {self.number}"


class SealedMessage(models.Model):
    """One age file of a case. It may be a decoy, also in a real case: whoever can't open it passes it by."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField(help_text="0, 1, 2 ... in this case; not the number inside")
    epoch = models.PositiveIntegerField()
    day = models.DateField()
    delivered = models.DateField(null=True)
    data = models.BinaryField()

    class Meta:
        """In order, each place once: of two who write at the same moment the first is taken."""

        ordering = ["case", "place"]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="reports_one_message")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.place}"


class SealedFile(models.Model):
    """An attachment: an age file that lies in the folder of `files` under this id."""

    id = models.CharField(primary_key=True, max_length=32)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    day = models.DateField()
    size = models.BigIntegerField(help_text="bytes of the age file, padding included")

    class Meta:
        """In an order that says nothing."""

        ordering = ["case", "id"]

    def __str__(self) -> str:
        return self.id


class IdentityBox(models.Model):
    """Age in age for two custodians. Every case has one; whether anything is in it only they can tell."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="identity_box")
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.case_id


class WaitingCommitment(models.Model):
    """A leaf and a box for the retaliation clock's next day batch. Nothing says which case it came with."""

    id = models.CharField(primary_key=True, max_length=32, default=random_id)
    leaf = models.BinaryField(max_length=32, unique=True)
    box = models.BinaryField(max_length=512)
    day = models.DateField()

    class Meta:
        """The oldest day first: what overflows waits a day, and not for ever."""

        ordering = ["day", "id"]

    def __str__(self) -> str:
        return self.id

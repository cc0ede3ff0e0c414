"""Who receives reports: keys that people registered, the seats of the roster, and its signed editions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Key(models.Model):
    """The public half of a key that a person made; the private half never reaches the city."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="keys")
    recipient = models.CharField(max_length=62, unique=True, help_text="age1...")
    signing_key = models.CharField(max_length=64, unique=True, help_text="Ed25519, hexadecimal")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """One key a person at a time."""

        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at=None), name="one_key_in_use")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.recipient[:12]}…"


class Seat(models.Model):
    """A place in the roster that the next edition will have."""

    class Duty(models.TextChoices):
        """What somebody does with reports; the words of `sealing.roster.Duty`."""

        NONE = "none", _("Stands in a chain of command, reads nothing")
        RECIPIENT = "recipient", _("Receives reports")
        OUTSIDE = "outside", _("Outside the city: reads when everybody inside is excluded")
        CUSTODIAN = "custodian", _("Custodian: holds one of the two keys of the identity box")

    slug = models.SlugField(_("id"), max_length=40, unique=True)
    person = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("position"), max_length=120)
    duty = models.CharField(_("duty"), max_length=16, choices=Duty.choices, default=Duty.NONE)
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    beside = models.ManyToManyField("self", blank=True)
    user = models.OneToOneField(
        USER,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seat",
        help_text=_("their log-in"),
    )
    order = models.PositiveIntegerField(default=100)

    class Meta:
        """As the roster lists them."""

        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


class Edition(models.Model):
    """One edition of the roster: frozen text, in force once two keepers have signed it."""

    class State(models.TextChoices):
        """How far an edition is."""

        WAITING = "waiting", _("waits for signatures")
        SIGNED = "signed", _("signed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField(help_text="canonical JSON; what is signed")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text")
    proposed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; one at a time waits for signatures."""

        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="waiting"), name="one_edition_waits"
            )
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"edition {self.number}"


class KeeperSignature(models.Model):
    """One keeper's signature under an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="signatures")
    signer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        """Each keeper, and each key, once."""

        constraints = [
            models.UniqueConstraint(fields=["edition", "signer"], name="a_keeper_signs_once"),
            models.UniqueConstraint(fields=["edition", "key"], name="a_key_signs_once"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.signer} under {self.edition}"

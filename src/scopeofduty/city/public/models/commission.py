"""The commission and the city's agreements, as public pages show them. Texts stand in both languages."""

from __future__ import annotations

from django.db import models


class PublicSession(models.Model):
    """A session of the commission; its agenda, once published, and its minutes lie in ``content``."""

    number = models.PositiveIntegerField(primary_key=True)
    starts_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when anything of it last changed")
    content = models.JSONField()

    class Meta:
        """Newest first."""

        ordering = ["-starts_at", "-number"]

    def __str__(self) -> str:
        return str(self.number)


class PublicPacketPage(models.Model):
    """All that a matter on an agenda would change, as HTML in both languages: laid out once, then public.

    Apart from the session, so that lists needn't read it.
    """

    session = models.PositiveIntegerField()
    item = models.PositiveSmallIntegerField()
    change = models.JSONField()

    class Meta:
        """One a matter."""

        constraints = [models.UniqueConstraint(fields=["session", "item"], name="one_packet_page_a_matter")]
        ordering = ["session", "item"]

    def __str__(self) -> str:
        return f"{self.session}, {self.item}"


class PublicVote(models.Model):
    """A vote that was closed. ``record`` is in the shape of Open Civic Data, ``content`` what a page adds."""

    number = models.PositiveIntegerField(primary_key=True)
    session = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    record = models.JSONField()
    content = models.JSONField()

    class Meta:
        """Newest first."""

        ordering = ["-closed_at", "-number"]

    def __str__(self) -> str:
        return str(self.number)


class PublicAgreement(models.Model):
    """An agreement that reached its public notice, a signature, or an end."""

    number = models.PositiveIntegerField(primary_key=True)
    public_id = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=16)
    changed_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        """Newest first."""

        ordering = ["-number"]

    def __str__(self) -> str:
        return self.public_id


class PublicAgreementFile(models.Model):
    """A text under notice, or a signed agreement: the bytes whose SHA-256 the register holds."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=120)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class PublicNeighbours(models.Model):
    """The newest list of neighbours' 287(g) agreements that the city brought in; there is one row."""

    as_of = models.DateField()
    source = models.CharField(max_length=300)
    states = models.CharField(max_length=120)
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"{self.as_of}"

"""What ties the city to a federal or state immigration function, and everything that happened to it.

Every table here is written once. How an agreement stands is never stored: `standing` works it out from what
happened, so there is nothing to set to “approved”.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


def _in_spanish() -> bool:
    return (get_language() or "").startswith("es")


class Kind(models.TextChoices):
    """What sort of instrument it is."""

    JAIL = "287g_jail", _("287(g), jail enforcement")
    WARRANT = "287g_warrant", _("287(g), warrant service officers")
    TASK_FORCE_287G = "287g_task_force", _("287(g), task force")
    TASK_FORCE = "task_force", _("Joint task force")
    BEDS = "detention", _("Detention beds or a housing contract")
    PLATES = "plate_readers", _("Data sharing: plate readers")
    NLETS = "nlets", _("Data sharing: police networks (Nlets, NCIC)")
    FUSION = "fusion", _("Data sharing: fusion centre")
    DATA = "data", _("Data sharing: other databases")
    GRANT = "grant", _("A grant with strings")
    EQUIPMENT = "equipment", _("Equipment or money for equipment")
    OTHER = "other", _("Another memorandum")
    UNWRITTEN = "unwritten", _("An arrangement that was never written down")


LAW_KIND: dict[str, str] = {
    Kind.JAIL: "287g",
    Kind.WARRANT: "287g",
    Kind.TASK_FORCE_287G: "287g",
    Kind.TASK_FORCE: "cooperative_agreement",
    Kind.BEDS: "detention_contract",
    Kind.PLATES: "information_sharing",
    Kind.NLETS: "information_sharing",
    Kind.FUSION: "information_sharing",
    Kind.DATA: "information_sharing",
    Kind.GRANT: "mou",
    Kind.EQUIPMENT: "mou",
    Kind.OTHER: "mou",
    Kind.UNWRITTEN: "informal_other",
}
"""The kind as the law's vocabulary knows it (``agreement_kind``)."""


class Agreement(AppendOnly):
    """One instrument, from the day the city knew of it. ``found``: it was signed before anybody asked."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    partner = models.CharField(_("with whom"), max_length=160)
    department = models.CharField(_("which department of the city"), max_length=120)
    summary = models.TextField(_("what it ties the city to"), max_length=3000)
    summary_es = models.TextField(_("the same in Spanish"), max_length=3000, blank=True)
    renews = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    found = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return (self.title_es or self.title) if _in_spanish() else self.title

    @property
    def said(self) -> str:
        """What it ties the city to, in the reader's language."""
        return (self.summary_es or self.summary) if _in_spanish() else self.summary

    @property
    def public_id(self) -> str:
        """The number that everybody uses: ``A007``."""
        return f"A{self.pk:03d}"


class Text(AppendOnly):
    """The words that are to be signed, with the terms that are in them. Another text is another row."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="texts")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    expires_on = models.DateField(_("ends on"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        constraints = [models.UniqueConstraint(fields=["agreement", "seq"], name="one_text_a_seq")]
        ordering = ["agreement_id", "seq"]

    def __str__(self) -> str:
        return f"{self.agreement.public_id}, {self.name}"


class Analysis(AppendOnly):
    """Counsel reads one text beside the ordinance. ``says`` is what the desk answered that day."""

    class Finding(models.TextChoices):
        """What counsel finds."""

        VOTE = "vote", _("The commission may approve it")
        NARROW = "narrow", _("Only with changes to its text")
        BARRED = "barred", _("The ordinance or a higher law forbids it, with or without a vote")

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="analyses")
    finding = models.CharField(_("finding"), max_length=8, choices=Finding.choices)
    reasons = models.TextField(_("reasons"), max_length=6000)
    says = models.JSONField(default=dict)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["text_id", "pk"]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return self.get_finding_display()


class NoticePeriod(AppendOnly):
    """The public can read one text before the vote, until a day."""

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="notice")
    until = models.DateField(_("the public can answer until"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.text}: {self.until}"


class Question(AppendOnly):
    """One text on the commission's agenda: what a vote on that item approves, and nothing else."""

    item = models.OneToOneField(
        "commission.Item", on_delete=models.PROTECT, related_name="agreement_question"
    )
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="questions")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.text)


class Signature(AppendOnly):
    """That somebody signed for the city, who and when. ``vote`` is the approval it rests on, if any.

    ``vote`` is looked up and never told; the database refuses one that is not of this text, not passed, or
    not closed before the pen was used.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="signature")
    text = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="signatures")
    vote = models.ForeignKey(
        "commission.Vote", null=True, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_at = models.DateTimeField(_("signed for the city"))
    signer = models.CharField(_("who signed for the city"), max_length=160)
    name = models.CharField(max_length=120, blank=True)
    data = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    expires_on = models.DateField(null=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Nobody records a signature before it was given."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__gte=models.F("signed_at")), name="signed_before_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.public_id}, {self.signed_at:%Y-%m-%d}"


class Ruling(AppendOnly):
    """Counsel rules on an agreement that was signed without a vote. It never becomes approved by that."""

    class Says(models.TextChoices):
        """What counsel rules."""

        VOID = "void", _("It binds nobody; the city ends it")
        NO_AUTHORITY = "no_authority", _("Nobody acts on it")
        BINDS = "binds", _("It binds the city for the reasons given, though the commission never approved it")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rulings")
    says = models.CharField(_("ruling"), max_length=12, choices=Says.choices)
    reasons = models.TextField(_("reasons"), max_length=6000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["agreement_id", "pk"]

    def __str__(self) -> str:
        return self.get_says_display()


class Review(AppendOnly):
    """Somebody looked whether the agreement still serves the city, and says when to look again."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    note = models.TextField(_("what was found"), max_length=3000)
    next_on = models.DateField(_("to be reviewed again by"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["agreement_id", "pk"]

    def __str__(self) -> str:
        return f"{self.agreement.public_id}: {self.next_on}"


class Ending(AppendOnly):
    """The city, or the other side, ended it early; or the proposal was taken back before a signature."""

    class How(models.TextChoices):
        """Who ended it."""

        CITY = "city", _("The city withdrew")
        PARTNER = "partner", _("The other side ended it")
        PROPOSAL = "proposal", _("The proposal was taken back")

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="ending")
    how = models.CharField(_("how"), max_length=8, choices=How.choices)
    on = models.DateField(_("from"))
    reason = models.TextField(_("why"), max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreement.public_id}: {self.get_how_display()}"


class PossibleViolation(AppendOnly):
    """An agreement signed without a vote dated before it, opened for whoever handles violations."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="possible_violation")
    section = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.agreement.public_id


class NeighbourList(AppendOnly):
    """A published list of other agencies' 287(g) agreements, as somebody brought it in."""

    name = models.CharField(max_length=160)
    as_of = models.DateField(_("as of"))
    source = models.CharField(_("where it was published"), max_length=300)
    states = models.CharField(_("states"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.JSONField()
    refused = models.JSONField(default=list)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.as_of}"

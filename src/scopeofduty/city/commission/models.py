"""The commission at work: sessions with their agenda, votes by name, minutes, what was adopted.

A member is whoever is appointed commissioner: there is no other list of who votes. Votes, ballots, minutes
and adoptions are written once; `append_only` keeps them so in the database itself.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


def _in_spanish() -> bool:
    return (get_language() or "").startswith("es")


class Session(models.Model):
    """A meeting of the commission. What it says can change until a vote is opened in it."""

    class Kind(models.TextChoices):
        """What may happen in it."""

        REGULAR = "regular", _("Regular session")
        SPECIAL = "special", _("Special session")
        WORK = "work", _("Work session (no vote)")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("where"), max_length=160)
    topic = models.CharField(_("topic, in a few words"), max_length=160, blank=True)
    topic_es = models.CharField(_("the same in Spanish"), max_length=160, blank=True)
    agenda_at = models.DateTimeField(null=True, help_text="when the agenda became public")
    off_at = models.DateTimeField(null=True, help_text="when the session was called off")
    off_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.starts_at):%Y-%m-%d}"

    @property
    def about(self) -> str:
        """The topic in the reader's language."""
        return (self.topic_es or self.topic) if _in_spanish() else self.topic

    @property
    def votes_allowed(self) -> bool:
        """Whether votes are taken in a session of this kind."""
        return self.kind != self.Kind.WORK


class Step(models.TextChoices):
    """What a passed vote on an agenda item brings about."""

    NONE = "none", _("Nothing by itself: a report, a hearing, a discussion, another motion")
    FIRST_READING = "first_reading", _("First reading of an ordinance")
    ADOPTION = "adoption", _("Second reading: adopts the ordinance")
    AGREEMENT = "agreement", _("Approves an agreement in advance")


class Item(models.Model):
    """One matter of an agenda. Fixed once a vote was opened on it."""

    class Part(models.TextChoices):
        """Where on the agenda it stands."""

        CONSENT = "consent", _("Consent agenda: one vote for all of it")
        REGULAR = "regular", _("Regular agenda")
        STUDY = "study", _("For study")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(_("part of the agenda"), max_length=8, choices=Part.choices)
    title = models.CharField(_("title"), max_length=200)
    title_es = models.CharField(_("title in Spanish"), max_length=200, blank=True)
    about = models.TextField(_("what it is about"), max_length=3000, blank=True)
    about_es = models.TextField(_("the same in Spanish"), max_length=3000, blank=True)
    step = models.CharField(_("what a vote does"), max_length=14, choices=Step.choices, default=Step.NONE)
    version = models.ForeignKey(
        "drafts.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    first_day = models.DateField(_("in force from"), null=True, blank=True)
    pulled_at = models.DateTimeField(null=True, help_text="when it was taken off the consent agenda")
    pulled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the agenda's order; what adopts a law names it and its day."""

        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_item_a_number"),
            models.CheckConstraint(
                condition=~models.Q(step="adoption")
                | models.Q(version__isnull=False, first_day__isnull=False),
                name="adoption_names_version_and_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(step="first_reading") | models.Q(version__isnull=False),
                name="reading_names_version",
            ),
        ]
        ordering = ["session_id", "number"]

    def __str__(self) -> str:
        return (self.title_es or self.title) if _in_spanish() else self.title

    @property
    def said(self) -> str:
        """What it is about, in the reader's language."""
        return (self.about_es or self.about) if _in_spanish() else self.about

    @property
    def on_consent(self) -> bool:
        """Whether it is decided with the whole consent agenda."""
        return self.part == self.Part.CONSENT and self.pulled_at is None


class Vote(models.Model):
    """A question put to the commission: one item, or everything that stands on the consent agenda.

    It is opened, ballots are cast by name, it is closed and counted. Nobody types a result. It passes when
    more than half of all members in office say yes.
    """

    class Result(models.TextChoices):
        """What came out."""

        OPEN = "", pgettext_lazy("vote", "Open")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Did not pass")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="votes")
    items = models.ManyToManyField(Item, related_name="votes")
    motion = models.CharField(_("the motion, word for word"), max_length=500)
    consent = models.BooleanField(default=False)
    in_office = models.PositiveSmallIntegerField(help_text="members in office when it was opened")
    members = models.JSONField(help_text="their names, as of then")
    told = models.JSONField(
        default=dict, help_text="what each item would do, as the commission was told when the vote was opened"
    )
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=6, choices=Result.choices, blank=True)

    class Meta:
        """Newest first; one vote at a time in a session; closed with its result or not at all."""

        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(closed_at=None), name="one_open_vote_a_session"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, result="")
                | models.Q(
                    closed_at__gte=models.F("opened_at"),
                    closed_by__isnull=False,
                    result__in=["passed", "failed"],
                ),
                name="closed_with_its_result",
            ),
            models.CheckConstraint(condition=models.Q(in_office__gt=0), name="somebody_is_in_office"),
        ]
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.motion

    @property
    def passed(self) -> bool:
        """Whether it passed."""
        return self.result == self.Result.PASSED


class Ballot(AppendOnly):
    """How one member voted, by name. Members cast their own; nobody casts another's."""

    class Option(models.TextChoices):
        """The options of Open Civic Data that a member can choose."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("Abstain")

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="ballots")
    name = models.CharField(max_length=160, help_text="as the member was called when they voted")
    option = models.CharField(max_length=8, choices=Option.choices)
    at = models.DateTimeField()

    class Meta:
        """A member votes once."""

        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="one_ballot_a_member")]
        ordering = ["vote_id", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_option_display()}"


class Correction(AppendOnly):
    """What was wrong in the record of a vote. The vote stays; another result needs another vote."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="corrections")
    text = models.CharField(max_length=600)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["vote_id", "pk"]

    def __str__(self) -> str:
        return self.text


class Minutes(AppendOnly):
    """What was said and done in a session. A correction is the next text, with its reason."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="minutes")
    seq = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=20000)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first; two people writing at once don't overwrite each other."""

        constraints = [models.UniqueConstraint(fields=["session", "seq"], name="one_minutes_a_seq")]
        ordering = ["session_id", "seq"]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.seq}"


class Adoption(AppendOnly):
    """A version that the commission adopted, and the city's pack with it: what the desk reads from its day.

    ``files`` is the whole pack (name → text), ``digest`` its SHA-256 as `law` reckons it.
    """

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="adoptions")
    version = models.ForeignKey("drafts.Version", on_delete=models.PROTECT, related_name="adoptions")
    pack = models.CharField(max_length=60)
    law = models.CharField(max_length=200)
    first_day = models.DateField()
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    problem = models.CharField(max_length=600, blank=True, help_text="why the desk can't read it, if so")
    at = models.DateTimeField()

    class Meta:
        """Newest first; a vote adopts a version once."""

        constraints = [models.UniqueConstraint(fields=["vote", "version"], name="adopted_once_a_vote")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.law} {self.first_day}"

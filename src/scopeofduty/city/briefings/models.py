"""The law as staff were last told of it, what was told when it changed, and who has read that."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from scopeofduty.city.accounts.append_only import AppendOnly

PERSON = settings.AUTH_USER_MODEL


class LawSeen(AppendOnly):
    """The law in force on a day, kept whole, so that a later law can be held against it.

    ``packs`` are the names as the city set them; ``files`` maps each pack's name to its files' texts.
    """

    on = models.DateField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of texts and rules of the versions in force")
    packs = models.JSONField()
    files = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.digest[:12]}"


class Briefing(AppendOnly):
    """What a change of the law means for each job: worked out once, when the change takes effect.

    ``jobs`` maps an actor to ``{"changes", "more", "duties", "quiz"}``; ``sections`` names what was only
    reworded.
    """

    on = models.DateField(help_text="the day from which the new law holds")
    before = models.ForeignKey(LawSeen, on_delete=models.PROTECT, related_name="+")
    after = models.OneToOneField(LawSeen, on_delete=models.PROTECT, related_name="briefing")
    jobs = models.JSONField()
    sections = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.on.isoformat()


class Acknowledgement(models.Model):
    """One person has read one briefing, and perhaps answered its situations rightly."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)

    class Meta:
        """One a person."""

        constraints = [
            models.UniqueConstraint(fields=["briefing", "person"], name="one_acknowledgement_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.briefing}: {self.person_id}"

"""The study log's tables. Nothing here points to a live contact, and no live number is ever taken."""

from __future__ import annotations

from django.db import models


class StudySet(models.Model):
    """Rows that were taken from one source under one name."""

    name = models.SlugField(max_length=60, unique=True)
    file_name = models.CharField(max_length=200)
    mapping = models.CharField(max_length=200, help_text="name and digest of the mapping")
    imported_at = models.DateTimeField(help_text="when rows were last taken")

    class Meta:
        """By name."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StudyRow(models.Model):
    """One row of the source, put into the words of the law."""

    set = models.ForeignKey(StudySet, on_delete=models.CASCADE, related_name="rows")
    row_id = models.CharField(max_length=120)
    line = models.PositiveIntegerField(help_text="line in the source file, from 1")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the row as canonical JSON")
    date_text = models.CharField(max_length=40, blank=True, help_text="as the source wrote it")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    body = models.CharField(max_length=120, blank=True, help_text="the public body that was asked")
    act = models.CharField(max_length=80)
    actor = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    practice = models.CharField(max_length=20, help_text="complied, declined or unknown")
    published = models.CharField(max_length=300, blank=True, help_text="outcome in the source's own words")
    kept = models.JSONField(default=dict, help_text="columns that the mapping keeps")
    struck = models.JSONField(
        default=list, help_text="columns left out because they recorded what a person is"
    )

    class Meta:
        """A row is known by its source and its own id."""

        constraints = [models.UniqueConstraint(fields=["set", "row_id"], name="one_row_an_id")]
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.set.name}/{self.row_id}"


class StudyRefusal(models.Model):
    """A row that could not be taken, by name, with the reason."""

    set = models.ForeignKey(StudySet, on_delete=models.CASCADE, related_name="refusals")
    row_id = models.CharField(max_length=120)
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)

    class Meta:
        """One refusal a row."""

        constraints = [models.UniqueConstraint(fields=["set", "row_id"], name="one_refusal_an_id")]
        ordering = ["line"]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.reason}"


class StudyAnswer(models.Model):
    """What one pack, as it stood on one day, says of a row."""

    row = models.ForeignKey(StudyRow, on_delete=models.CASCADE, related_name="answers")
    pack = models.CharField(max_length=60)
    digest = models.CharField(max_length=80)
    on = models.DateField()
    closed = models.BooleanField(default=False, help_text="what the vocabulary presumes was filled in")
    possible = models.JSONField(help_text="outcomes still possible, sorted; one means decided")
    citations = models.JSONField(default=list)
    missing = models.CharField(
        max_length=60, blank=True, help_text="the unrecorded fact that would tell most"
    )

    class Meta:
        """One answer a row, law, day and reading."""

        constraints = [
            models.UniqueConstraint(fields=["row", "digest", "on", "closed"], name="one_answer_a_law")
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {', '.join(self.possible)}"

    @property
    def verdict(self) -> str:
        """The one outcome, or ``undetermined``."""
        return self.possible[0] if len(self.possible) == 1 else "undetermined"

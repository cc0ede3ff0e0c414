"""Practice beside the law: how many rows were done so, and what the law says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scopeofduty.city.study.models import StudyAnswer

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.study.models import StudySet

PRACTICES = ("complied", "declined", "unknown")


@dataclass(frozen=True)
class Held:
    """A law that a set was held beside: pack, digest, day and reading."""

    pack: str
    digest: str
    on: date
    closed: bool

    @property
    def key(self) -> str:
        """A short name for addresses."""
        reading = "-closed" if self.closed else ""
        return f"{self.pack}-{self.on.isoformat()}-{self.digest.removeprefix('sha256:')[:8]}{reading}"


@dataclass(frozen=True)
class Table:
    """Counts by practice (lines) and by what the law says (columns)."""

    by_missing: dict[tuple[str, str, str], int]

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """Rows by practice and verdict."""
        counts: Counter[tuple[str, str]] = Counter()
        for (practice, verdict, _missing), rows in self.by_missing.items():
            counts[practice, verdict] += rows
        return dict(counts)

    @property
    def missing(self) -> list[tuple[str, int]]:
        """Each unrecorded fact, with the rows that turn on it, most first."""
        counts: Counter[str] = Counter()
        for (_practice, _verdict, missing), rows in self.by_missing.items():
            if missing:
                counts[missing] += rows
        return counts.most_common()

    @property
    def verdicts(self) -> list[str]:
        """What the law says of at least one row, in alphabetical order."""
        return sorted({verdict for _practice, verdict, _missing in self.by_missing})

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, int]], int]]:
        """Each practice with its count a verdict, and its total."""
        lines = []
        for practice in PRACTICES:
            cells = [(verdict, self.counts.get((practice, verdict), 0)) for verdict in self.verdicts]
            total = sum(rows for _verdict, rows in cells)
            if total:
                lines.append((practice, cells, total))
        return lines

    def as_json(self) -> list[dict[str, Any]]:
        """Return the counts as rows, in a fixed order."""
        return [
            {"practice": practice, "law": verdict, "missing": missing, "rows": rows}
            for (practice, verdict, missing), rows in sorted(self.by_missing.items())
        ]


def held_beside(rows: StudySet) -> list[Held]:
    """Return the laws that ``rows`` was held beside, by pack and day."""
    found = StudyAnswer.objects.filter(row__set=rows).order_by("pack", "on", "digest", "closed")
    return [Held(*values) for values in found.values_list("pack", "digest", "on", "closed").distinct()]


def table(rows: StudySet, law: Held) -> Table:
    """Count the rows of a set by practice and by the law's answer."""
    answers = StudyAnswer.objects.filter(row__set=rows, digest=law.digest, on=law.on, closed=law.closed)
    counts: Counter[tuple[str, str, str]] = Counter()
    for answer in answers.select_related("row").iterator():
        missing = answer.missing if answer.verdict == "undetermined" else ""
        counts[answer.row.practice, answer.verdict, missing] += 1
    return Table(dict(counts))

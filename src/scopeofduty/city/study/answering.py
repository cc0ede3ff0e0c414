"""Put every row of a study set to a pack as it stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.study.models import StudyAnswer, StudyRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from scopeofduty import law
    from scopeofduty.city.study.models import StudySet

BATCH = 200
# A log could have recorded a fact whoever knew it: a person at the scene, a record, or counsel.
EVERYBODY = frozenset({"officer", "caller", "record", "counsel"})


@dataclass(frozen=True)
class Against:
    """The law that rows are held against: a pack's book, its name, the day, and the reading.

    In the closed reading a fact that the row doesn't give takes the value that the vocabulary presumes
    (nobody in danger, no crime connected, …). A study may read so; the desk never does.
    """

    pack: str
    book: law.Book
    on: date
    closed: bool = False


def answer_rows(
    rows: StudySet, against: Against, *, progress: Callable[[int], object] = lambda _rows: None
) -> int:
    """Compute and store the answer for each row that has none yet; return how many were computed.

    Each batch is one transaction: a stopped run goes on where it ended.
    """
    in_force = against.book.on(against.on)
    answered = StudyAnswer.objects.filter(
        row__set=rows, digest=against.book.digest, on=against.on, closed=against.closed
    )
    open_rows = StudyRow.objects.filter(set=rows).exclude(pk__in=answered.values("row"))
    ids = list(open_rows.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = StudyRow.objects.filter(pk__in=ids[start : start + BATCH])
        answers = [_answer(row, in_force, against) for row in batch]
        with transaction.atomic():
            StudyAnswer.objects.bulk_create(answers, ignore_conflicts=True)
        progress(len(answers))
    return len(ids)


def _answer(row: StudyRow, in_force: law.InForce, against: Against) -> StudyAnswer:
    facts = presumed(row.facts, against.book.vocabulary) if against.closed else row.facts
    answer = in_force.ask(row.act, actor=row.actor or None, facts=facts, knows=EVERYBODY)
    return StudyAnswer(
        row=row,
        pack=against.pack,
        digest=against.book.digest,
        on=against.on,
        closed=against.closed,
        possible=sorted(str(outcome) for outcome in answer.possible),
        citations=[citation.section for citation in answer.citations],
        missing=answer.question.fact if answer.question else "",
    )


def presumed(facts: Mapping[str, Any], vocabulary: law.Vocabulary) -> dict[str, Any]:
    """Return ``facts`` with each fact left out at the value that the vocabulary presumes, if it presumes one.

    What the given facts imply comes first: a detainer in hand is on file, whatever is usually so.
    """
    known = dict(facts)
    for implication in vocabulary.implies:
        if all(known.get(fact) == value for fact, value in implication.given):
            known.update({fact: value for fact, value in implication.then if fact not in known})
    usual = {name: fact.presumed for name, fact in vocabulary.facts.items() if fact.presumed is not None}
    return usual | known


def newest_day(book: law.Book) -> date:
    """Return the first day of the newest version of the book's first pack."""
    return max(version.start for version in book.packs[0].versions)

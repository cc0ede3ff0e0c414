"""Take rows into the study log: each row is imported, or refused by name; taking it twice changes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import rfc8785
from django.db import transaction

from scopeofduty.city.study.models import StudyRefusal, StudyRow, StudySet
from scopeofduty.city.study.partial_dates import span
from scopeofduty.city.study.tables import PRACTICES
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from scopeofduty import law
    from scopeofduty.city.rows import SourceRow
    from scopeofduty.city.study.mapping import RowMapping

BATCH = 100  # rows a transaction: what a stopped import keeps


class RefusedRowError(Exception):
    """A row that can't be taken; the message is its reason."""


@dataclass
class Tally:
    """What became of the rows so far."""

    imported: int = 0
    struck: dict[str, list[str]] = field(default_factory=dict)  # row id → columns left out
    unchanged: int = 0
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)  # row id → line, reason

    @property
    def total(self) -> int:
        """Rows seen."""
        return self.imported + self.unchanged + len(self.refused)


@dataclass(frozen=True)
class Taken:
    """A row put into the words of the law, not yet stored."""

    row_id: str
    line: int
    digest: str
    values: dict[str, Any]


def put(row: SourceRow, mapping: RowMapping, vocabulary: law.Vocabulary, *, strike: bool) -> Taken:
    """Put one row of the source into the words of the law.

    Raises:
        RefusedRowError: it can't be read, it is no contact, or no act fits it.
    """
    act = _act(row, mapping)
    facts = {
        name: value
        for name, column in mapping.facts.items()
        if (value := column.read(row.values)) is not None
    }
    actor = str((mapping.actor.read(row.values) if mapping.actor else "") or "")
    practice = str((mapping.practice.read(row.values) if mapping.practice else "") or "unknown")
    _check(vocabulary, act, facts)
    _check_people(vocabulary, actor, practice)
    date_text = str(row.values.get(mapping.date_column) or "").strip()
    try:
        days = span(date_text)
    except ValueError as error:
        raise RefusedRowError(str(error)) from error
    kept = {column: row.values[column] for column in mapping.keep if row.values.get(column) not in (None, "")}
    struck = _columns_with_status(kept)
    if struck and not strike:
        raise RefusedRowError(
            f"{', '.join(struck)} records what a person is; strike it in the source, "
            "or take the row without it: --strike",
        )
    return Taken(
        row.name,
        row.line,
        hashlib.sha256(rfc8785.dumps(row.values)).hexdigest(),
        {
            "date_text": date_text,
            "first_day": days.first,
            "last_day": days.last,
            "body": str(row.values.get(mapping.body_column) or "")[:120],
            "act": act,
            "actor": actor,
            "facts": facts,
            "practice": practice,
            "published": str(row.values.get(mapping.published_column) or "")[:300],
            "kept": {column: value for column, value in kept.items() if column not in struck},
            "struck": struck,
        },
    )


def _act(row: SourceRow, mapping: RowMapping) -> str:
    """Return the act that the row asks about; refuse a row that is none, or that no act fits."""
    if row.problem:
        raise RefusedRowError(row.problem)
    for refusal in mapping.refusals:
        if refusal.when.search(str(row.values.get(refusal.column, ""))):
            raise RefusedRowError(refusal.because)
    act = mapping.act.read(row.values)
    if act is None:
        came = row.values.get(mapping.act.source)
        raise RefusedRowError(f"no act of the vocabulary fits {mapping.act.source} = {str(came)[:120]!r}")
    return str(act)


def _check_people(vocabulary: law.Vocabulary, actor: str, practice: str) -> None:
    """Refuse an actor that the vocabulary doesn't have, and a practice that is none of ours."""
    if actor and actor not in vocabulary.facts["actor"].values:
        raise RefusedRowError(f"the mapping's actor {actor!r} is not in the vocabulary")
    if practice not in PRACTICES:
        raise RefusedRowError(f"the mapping's practice {practice!r} is none of {', '.join(PRACTICES)}")


def _columns_with_status(kept: dict[str, Any]) -> list[str]:
    return [column for column, value in kept.items() if any(guard.find(text) for text in _texts(value))]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _check(vocabulary: law.Vocabulary, act: str, facts: dict[str, Any]) -> None:
    """Refuse an act, a fact or a value that the vocabulary of the packs doesn't have."""
    if act not in vocabulary.acts:
        raise RefusedRowError(f"the mapping's act {act!r} is not in the vocabulary")
    for name, value in facts.items():
        fact = vocabulary.facts.get(name)
        if fact is None:
            raise RefusedRowError(f"the mapping's fact {name!r} is not in the vocabulary")
        if fact.choices and value not in {choice.value for choice in fact.choices}:
            raise RefusedRowError(f"the mapping's value {value!r} is not one of {name}")


def take(
    source: Iterable[SourceRow],
    mapping: RowMapping,
    vocabulary: law.Vocabulary,
    *,
    into: StudySet | None,
    strike: bool = False,
    progress: Callable[[int], object] = lambda _rows: None,
) -> Tally:
    """Take all rows into ``into`` (None: a dry run that stores nothing), a batch a transaction.

    With ``strike``, a column that records what a person is, is left out and the row is taken without it.
    A stopped import is taken up by running it again: rows that are there already count as unchanged.
    """
    tally = Tally()
    rows = iter(source)

    def put_row(row: SourceRow) -> Taken:
        return put(row, mapping, vocabulary, strike=strike)

    while batch := list(islice(rows, BATCH)):
        if into is None:
            _take_batch(batch, put_row, tally, into)
        else:
            with transaction.atomic():
                _take_batch(batch, put_row, tally, into)
        progress(len(batch))
    return tally


def _take_batch(
    batch: list[SourceRow],
    put_row: Callable[[SourceRow], Taken],
    tally: Tally,
    into: StudySet | None,
) -> None:
    for row in batch:
        row_id = row.name
        try:
            _store(put_row(row), tally, into)
        except RefusedRowError as error:
            if row_id in tally.refused:
                row_id = f"{row_id[:100]} (line {row.line})"
            tally.refused[row_id] = (row.line, str(error))
            if into is not None:
                StudyRefusal.objects.update_or_create(
                    set=into, row_id=row_id, defaults={"line": row.line, "reason": str(error)[:500]}
                )


def _store(taken: Taken, tally: Tally, into: StudySet | None) -> None:
    known = into and StudyRow.objects.filter(set=into, row_id=taken.row_id).first()
    if known and known.line != taken.line:
        raise RefusedRowError(f"the id {taken.row_id!r} stands on line {known.line} too")
    if known and known.digest != taken.digest:
        raise RefusedRowError(
            f"row {taken.row_id!r} was taken before with other values; use another --name to keep both",
        )
    if known:
        tally.unchanged += 1
        return
    if taken.values["struck"]:
        tally.struck[taken.row_id] = taken.values["struck"]
    if into is not None:
        StudyRow.objects.create(
            set=into, row_id=taken.row_id, line=taken.line, digest=taken.digest, **taken.values
        )
        StudyRefusal.objects.filter(set=into, row_id=taken.row_id).delete()
    tally.imported += 1


def open_set(name: str, *, file_name: str, mapping: RowMapping, at: datetime) -> StudySet:
    """Return the set of that name, made now if there is none."""
    opened, _made = StudySet.objects.update_or_create(
        name=name,
        defaults={
            "file_name": file_name,
            "mapping": f"{mapping.name} {mapping.digest[:12]}",
            "imported_at": at,
        },
    )
    return opened

"""The contact log under a draft: how many contacts would have been answered differently, and how."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.clock.due import zone
from scopeofduty.city.contacts.models import Contact
from scopeofduty.city.drafts import packs
from scopeofduty.law.grouping import IN_WORDS
from scopeofduty.law.replaying import CONTRADICTORY, UNDETERMINED, pack_log
from scopeofduty.law.replaying import Contact as Row
from scopeofduty.law.vocabulary import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from scopeofduty.law import InForce

NOT_TOLD = Text("can't be told", "no se puede saber")


@dataclass(frozen=True, slots=True)
class Moved:
    """Contacts whose answer moves from one outcome to another."""

    before: Text
    after: Text
    contacts: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the log never recorded, so that some contacts can't be told."""

    question: Text
    contacts: int


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay of closed periods. Contacts by number alone: none can be told apart from it."""

    until: date
    since: date | None
    contacts: int
    different: int
    same: int
    untold: int
    moved: tuple[Moved, ...]
    lacking: tuple[Lacking, ...]


def replay(old: Mapping[str, str], new: Mapping[str, str], closed: date) -> Replayed:
    """Put every contact received until ``closed`` to both texts, with the law above them on that day."""
    rows = list(_rows(closed))
    before, after = _standing(old, closed), _standing(new, closed)
    log = pack_log((row for row, _day in rows), after.book.vocabulary)
    found = after.replay(log, before=before)
    untold = sum(n for (was, now), n in found.table.items() if _untold(was) or _untold(now))
    different = sum(
        n for (was, now), n in found.table.items() if was != now and not _untold(was) and not _untold(now)
    )
    vocabulary = after.book.vocabulary
    return Replayed(
        until=closed,
        since=min((day for _row, day in rows), default=None),
        contacts=len(rows),
        different=different,
        same=len(log) - different - untold,
        untold=untold + len(log.refused),
        moved=tuple(
            Moved(_words(was), _words(now), n)
            for (was, now), n in sorted(found.table.items(), key=lambda item: -item[1])
            if was != now and not _untold(was) and not _untold(now)
        ),
        lacking=tuple(
            Lacking(vocabulary.facts[fact].question, n)
            for fact, n in found.lacking.items()
            if fact != "actor"
        ),
    )


def _standing(files: Mapping[str, str], day: date) -> InForce:
    mine = packs.law_version(files)
    return packs.book(files, above=True).on(day, own_as_of=mine.start)


def _untold(outcome: str) -> bool:
    return outcome in {UNDETERMINED, CONTRADICTORY}


def _words(outcome: str) -> Text:
    return IN_WORDS.get(outcome, NOT_TOLD)


def _rows(closed: date) -> Iterator[tuple[Row, date]]:
    """Yield each contact received until the end of the day ``closed`` and put to the desk, as last told."""
    local = zone()
    end = datetime.combine(closed + timedelta(days=1), time(), local)
    for contact in Contact.objects.prefetch_related("revisions"):
        revisions = sorted(contact.revisions.all(), key=lambda revision: revision.seq)
        if not revisions or not revisions[-1].received_at or revisions[-1].received_at >= end:
            continue
        values = json.loads(revisions[-1].text or "{}")
        if values.get("act"):
            row = Row(str(contact.pk), values["act"], values.get("actor"), dict(values.get("facts") or {}))
            yield row, revisions[-1].received_at.astimezone(local).date()

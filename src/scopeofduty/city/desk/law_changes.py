"""What changed in the law lately, and what is about to: told at the desk, beside the answers it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.signatures import foundations
from scopeofduty.city.desk.templatetags.law_words import section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scopeofduty import law
    from scopeofduty.city.desk.determination import Determination
    from scopeofduty.law import Version

LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class LawChange:
    """A version that follows another.

    Attributes:
        law: its name.
        day: its first day in force.
        changed: how many rules are new in it or read otherwise.
        unsigned: how many of these counsel has not signed.
        to_come: whether the day is still to come.
    """

    law: str
    day: date
    changed: int
    unsigned: int
    to_come: bool


def near(today: date) -> list[LawChange]:
    """Return the changes of the last 60 days and of the next 60, oldest first; none when no law is read."""
    try:
        book = law_in_force.book()
    except law_in_force.NoLawError:
        return []
    found = []
    for pack in book.packs:
        for version in pack.versions:
            before = _before(version, pack.versions)
            if before and today - LATELY <= version.start <= today + LATELY:
                new = [
                    each
                    for each in foundations(_cited(book, version))
                    if each.citation.hash in _new(book, version, before)
                ]
                unsigned = sum(each.signed is None for each in new)
                found.append(LawChange(version.law, version.start, len(new), unsigned, version.start > today))
    return sorted(found, key=lambda change: change.day)


def new_in(found: Determination, today: law.InForce) -> list[str]:
    """Say of each rule that an answer cites, and that lately began to read so, since when it does."""
    said = []
    for version in today.versions:
        pack = next(pack for pack in today.book.packs if pack.id == version.pack)
        before = _before(version, pack.versions)
        if before is None or version.start < today.day - LATELY:
            continue
        new = _new(today.book, version, before)
        said += [
            _("%(section)s reads so since %(day)s.")
            % {"section": section(each.citation), "day": version.start.isoformat()}
            for each in found.citations
            if each.citation.hash in new
        ]
    return list(dict.fromkeys(said))


def coming_days(book: law.Book, today: date) -> list[date]:
    """Return the days to come on which another version begins, soonest first."""
    return sorted({each.start for pack in book.packs for each in pack.versions if each.start > today})


def _before(version: Version, versions: tuple[Version, ...]) -> Version | None:
    return next((each for each in versions if each.law == version.law and each.end == version.start), None)


def _cited(book: law.Book, version: Version) -> Iterator[law.Citation]:
    on = book.on(version.start)
    return (on.cite(rule) for rule in on.rules if (rule.pack, rule.law) == (version.pack, version.law))


def _new(book: law.Book, version: Version, before: Version) -> set[str]:
    last = book.on(version.start - timedelta(days=1))
    old = {last.cite(rule).hash for rule in last.rules if (rule.pack, rule.law) == (before.pack, before.law)}
    return {citation.hash for citation in _cited(book, version)} - old

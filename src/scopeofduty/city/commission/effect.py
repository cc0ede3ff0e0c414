"""What adopting a version does: the situations whose outcome changes, against the law of its first day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.phrase import phrase_of
from scopeofduty.city.drafts import duties, telling, versions
from scopeofduty.city.drafts.templatetags.drafting import language
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.profile.models import City
from scopeofduty.law.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty.city.drafts.models import Version
    from scopeofduty.law.grouping import Group
    from scopeofduty.law.vocabulary import Value

MOST = 40  # situations told one by one; the rest are counted


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes. ``problem`` says why it can't be told; then nothing else is set.

    Attributes:
        changes: kinds of situations that come out differently, of at most ``MOST`` patterns.
        more: how many there are beyond these.
        duties: duties that are added, struck or changed, each in one line of both languages.
        unclear: situations in which two rules of the new text contradict each other, in words.
        problem: why the version can't be put into force on that day.
    """

    changes: tuple[Group, ...] = ()
    more: int = 0
    duties: tuple[dict[str, str], ...] = ()
    unclear: tuple[law.Text, ...] = ()
    problem: str = ""

    @property
    def count(self) -> int:
        """How many kinds of situation come out differently."""
        return len(self.changes) + self.more

    @property
    def alters(self) -> bool:
        """Whether it is more than a change of words. What can't be told is taken as more."""
        return bool(self.count or self.duties or self.problem)


def current_pack(pack: str) -> str:
    """Return the city's pack of that id, as `City.packs` names it.

    Raises:
        LawError: no such pack is in force here.
    """
    city = City.objects.first()
    for name in city.packs if city else ():
        if law.read(name, above=False, examples=False).packs[0].id == pack:
            return str(name)
    raise law.LawError(f"The city has no law pack “{pack}” in force, which this version amends.")


def files_in_force(version: Version, first_day: date) -> dict[str, bytes]:
    """Return the city's pack with the version in force from a day. Raises `LawError`."""
    return versions.in_force(version, first_day=first_day, current=current_pack(version.draft.pack))


def effect_of(version: Version, first_day: date) -> Effect:
    """Return what the version would do from ``first_day`` on."""
    try:
        files = files_in_force(version, first_day)
        return _effect(tuple(sorted(files.items())), first_day, law_in_force.book())
    except (law.LawError, law_in_force.NoLawError, OSError) as error:
        return Effect(problem=str(error).strip().splitlines()[0])


@lru_cache(maxsize=32)
def _effect(files: tuple[tuple[str, bytes], ...], day: date, now: law.Book) -> Effect:
    before, after = now.on(day), book_of(dict(files)).on(day)
    found = before.compare(after, cap=MOST)
    return Effect(
        changes=grouped(found.changes, after.book.vocabulary, _bound(after)),
        more=found.more,
        duties=tuple(
            in_both(lambda each=each: telling.duty(each, language()))
            for each in duties.told(before, after, found.duties)
        ),
        unclear=tuple(_conflicts(after)),
    )


def book_of(files: Mapping[str, bytes]) -> law.Book:
    """Read a pack together with the law above it. Raises `LawError`."""
    return law.read_files(files, examples=False)


def _bound(after: law.InForce) -> frozenset[Value] | None:
    """Return everybody whom the city's own ordinance binds: they needn't be named."""
    return next((version.covered for version in after.versions if version.level == "city"), None)


def _conflicts(after: law.InForce) -> list[law.Text]:
    return [found.message for found in after.check() if found.kind == "conflict"][:MOST]


def told(found: Effect) -> dict[str, Any]:
    """Return an effect as the record of a vote and the public pages keep it, in both languages."""
    return {
        "alters": found.alters,
        "count": found.count,
        "more": found.more,
        "problem": found.problem,
        "duties": list(found.duties),
        "unclear": [_both(each) for each in found.unclear],
        "changes": [
            {
                "acts": [_both(name) for name in group.act_names],
                "before": _phrase(group.before),
                "after": _phrase(group.after),
                "direction": group.direction,
                "words": _both(telling.when(group)),
            }
            for group in found.changes
        ],
    }


def _both(text: law.Text) -> dict[str, str]:
    return {"en": text.in_language("en"), "es": text.in_language("es")}


def _phrase(outcome: str) -> dict[str, str]:
    return in_both(lambda: str(phrase_of(outcome).label))

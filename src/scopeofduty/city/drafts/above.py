"""What the law above a draft displaces of it, section by section.

A pack names the laws that stand above it; the desk reads those and no others. Federal law stands above
every city, and a pack may still not name it: then it is held against the text for study alone, and the page
says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty import law
from scopeofduty.city.drafts import packs
from scopeofduty.law.errors import QuestionError
from scopeofduty.law.reaching import SURVIVES
from scopeofduty.law.vocabulary import NOTHING, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from scopeofduty.law import InForce
    from scopeofduty.law.reaching import Reached

FEDERAL = "federal"


@dataclass(frozen=True, slots=True)
class Displaced:
    """What one provision of a higher law does to one section. ``acts`` are named as people name them."""

    by: str
    by_law: str
    by_heading: Text
    acts: tuple[Text, ...]
    found: Reached


@dataclass(frozen=True, slots=True)
class Displacement:
    """A section that higher law puts out of force, in whole or in part, and everything that does."""

    section: str
    heading: Text
    by: tuple[Displaced, ...]


@dataclass(frozen=True, slots=True)
class Above:
    """What was displaced, and the laws that were looked at; of a study, what the pack says of itself."""

    displaced: tuple[Displacement, ...] = ()
    laws: tuple[str, ...] = ()
    note: Text = NOTHING


def displaced(files: Mapping[str, str], day: date | None) -> Above:
    """Return what the laws displace that the pack names as above it. Raises `LawError`."""
    book = packs.book(files, above=True)
    mine = packs.law_version(files)
    standing = book.on(max(day or mine.start, mine.start), own_as_of=mine.start)
    own = book.packs[0].id
    higher = tuple(dict.fromkeys(version.law for version in standing.versions if version.pack != own))
    return Above(_by_section(standing, own), higher)


@lru_cache(maxsize=32)
def federal(packed: tuple[tuple[str, str], ...], day: date | None) -> Above | None:
    """Return what encoded federal law would displace, for study: nothing when the pack names it already.

    The desk answers as the pack says and so without it. Nothing also when the text can't be read so.
    """
    files = dict(packed)
    header = packs.header(files)
    named = header.get("above") or []
    if not isinstance(named, list) or FEDERAL in named:
        return None
    files["pack.json"] = json.dumps({**header, "above": [FEDERAL]})
    try:
        found = displaced(files, day)
        note = law.read(FEDERAL, above=False, examples=False).packs[0].note
    except (law.LawError, OSError):
        return None
    return Above(found.displaced, found.laws, note)


def _by_section(standing: InForce, own: str) -> tuple[Displacement, ...]:
    together: dict[str, list[Displaced]] = {}
    for each in _reached(standing, own):
        together.setdefault(each.found.section, []).append(each)
    return tuple(
        Displacement(section, some[0].found.heading, tuple(some)) for section, some in together.items()
    )


def _reached(standing: InForce, own: str) -> Iterator[Displaced]:
    acts = standing.book.vocabulary.acts
    displacers = {
        (rule.law, rule.section): rule for rule in standing.rules if rule.displaces and rule.pack != own
    }
    for (name, section), rule in displacers.items():
        try:
            reach = standing.reach(section)
        except QuestionError:
            continue
        heading = standing.cite(rule).heading
        for found in reach.rules:
            if found.status != SURVIVES:
                yield Displaced(section, name, heading, tuple(acts[act].name for act in found.acts), found)

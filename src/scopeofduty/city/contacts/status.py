"""No field and no free text of the log holds a person's immigration status.

The guard reads everything somebody typed. Where it stops, saving stops, until the writer removes the words or
names, for each place, the legal basis on which they must be written down.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.fields import FREE_TEXT
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BASES = (
    ("obligation", gettext_lazy("A law obliges us to write it down")),
    ("court", gettext_lazy("A court order or a warrant signed by a judge says it")),
    ("crime", gettext_lazy("It is an element of a crime under investigation")),
    (
        "complaint",
        gettext_lazy("It is what an officer is said to have written or asked against the ordinance"),
    ),
)
CITATION_LEAST = 4
CITATION_MOST = 200


@dataclass(frozen=True)
class Stop:
    """A place in a text that can't be saved as it is. ``id`` names field, category and words."""

    id: str
    field: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Basis:
    """Why words at a stop must be written down: one of ``BASES``, and the law, order or case number."""

    basis: str
    citation: str


def stops(texts: Mapping[str, Any]) -> tuple[Stop, ...]:
    """Return every place in the free-text fields of ``texts`` at which saving stops."""
    names = [field.id for field in FREE_TEXT if isinstance(texts.get(field.id), str)]
    return tuple(stop for name in names for stop in stops_in(texts[name], name))


def stops_in(text: str, field: str) -> Iterable[Stop]:
    """Yield the stops in one text, also of what is no contact's field: a review's reason, a file's text."""
    language = "es" if (get_language() or "").startswith("es") else "en"
    for hit in guard.find(text):
        named = f"{field}\0{hit.category}\0{hit.text.casefold().strip()}"
        digest = hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]
        yield Stop(digest, field, hit.start, hit.end, hit.explain(language))


def settle(
    found: Iterable[Stop], bases: Mapping[str, Basis]
) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """Return the legal bases to keep (field, basis, citation; never the words), and the problems left."""
    kept: list[dict[str, str]] = []
    problems: dict[str, list[str]] = {}
    for stop in found:
        basis = bases.get(stop.id)
        wrong = stop.message if basis is None else _wrong(basis)
        if wrong:
            problems.setdefault(stop.field, []).append(wrong)
        elif basis is not None:
            entry = {"field": stop.field, "basis": basis.basis, "citation": basis.citation.strip()}
            if entry not in kept:
                kept.append(entry)
    return kept, problems


def _wrong(basis: Basis) -> str:
    if basis.basis not in dict(BASES):
        return _("Choose one of the legal bases, or take the words out.")
    citation = basis.citation.strip()
    if not CITATION_LEAST <= len(citation) <= CITATION_MOST or not citation.isprintable():
        return _("Name the law, the order or the case number on which it must be written down, in one line.")
    if guard.find(citation):
        return _(
            "The legal basis itself says what a person is. Name only the law, the order or the case number."
        )
    return ""

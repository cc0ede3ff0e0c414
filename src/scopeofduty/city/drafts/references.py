"""Names of texts to hold side by side: ``r3``, ``v1``, another draft's ``slug:r3``, ``pack/file``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.drafts import packs
from scopeofduty.city.drafts.models import Draft, Version
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_REFERENCE = re.compile(r"(?:(?P<slug>[a-z0-9-]{1,60}):)?(?P<kind>[rv])(?P<number>[0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its rules, by its name."""

    reference: str
    title: str
    files: packs.Files
    at: datetime


def resolve(reference: str, draft: Draft) -> Text:
    """Return what a reference names. Raises `Http404` when there is no such text."""
    found = _REFERENCE.fullmatch(reference)
    if found:
        return _of_draft(found, reference, draft)
    for start in known_starts():
        if start.key == reference:
            return _of_start(start, draft)
    raise Http404


def _of_draft(found: re.Match[str], reference: str, draft: Draft) -> Text:
    of = draft if not found["slug"] else Draft.objects.filter(slug=found["slug"]).first()
    if of is None:
        raise Http404
    number = int(found["number"])
    if found["kind"] == "v":
        version = Version.objects.filter(draft=of, number=number).first()
        if version:
            title = _("%(draft)s, version %(number)s: %(name)s")
            told = title % {"draft": of, "number": number, "name": version.name}
            return Text(reference, told, dict(version.files), version.at)
        raise Http404
    revision = of.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    title = _("%(draft)s, revision %(number)s") % {"draft": of, "number": number}
    return Text(reference, title, packs.files_of(of.base, revision.text, revision.rules), revision.at)


def _of_start(start: packs.Start, draft: Draft) -> Text:
    try:
        base, text, rules = packs.begun(start)
    except (law.LawError, OSError, KeyError):
        raise Http404 from None
    title = f"{start.law}, {start.name}"
    return Text(start.key, title, packs.files_of(base, text, rules), draft.at)


def known_starts() -> tuple[packs.Start, ...]:
    """Return the versions that a draft can begin from: the city's own laws, then those shipped."""
    city = City.objects.first()
    own = tuple(city.packs) if city else ()
    return tuple(packs.starts((*own, *(name for name in law.packs() if name not in own))))


def began_with(draft: Draft) -> str:
    """Return the reference of what a draft is held against unless somebody chooses another."""
    branch = draft.branch_of
    return f"{branch.draft.slug}:r{branch.number}" if branch else "r1"


def choices(draft: Draft) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be chosen for one side of a comparison, by name, in groups that have any."""
    others = Draft.objects.exclude(pk=draft.pk).filter(pack=draft.pack)
    groups = [
        (_("This draft"), list(_own(draft))),
        (_("Other drafts of this law"), [(f"{other.slug}:r{other.newest}", str(other)) for other in others]),
        (_("Laws"), [(start.key, f"{start.law}, {start.name}") for start in known_starts()]),
    ]
    return [(name, some) for name, some in groups if some]


def _own(draft: Draft) -> Iterator[tuple[str, str]]:
    for version in draft.versions.all():
        name = _("Version %(number)s: %(what)s")
        yield f"v{version.number}", name % {"number": version.number, "what": version.name}
    for revision in draft.revisions.all():
        name = _("Revision %(number)s: %(what)s")
        yield f"r{revision.number}", name % {"number": revision.number, "what": revision.summary}

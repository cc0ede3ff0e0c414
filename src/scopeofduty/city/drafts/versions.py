"""Frozen versions: what the commission votes on, and how an adopted one becomes the law that the desk reads.

version = versions.freeze(draft, revision, name="as amended on 3 December", by=person, at=now)
book    = versions.read(version)               # the law package's Book, the draft's pack alone
digest  = version.digest                       # SHA-256 of the pack, the same wherever it is worked out
text    = versions.wording(version)            # an `Ordinance` of the documents package
page    = changes.change_page(old, new)        # what the change does, for the vote's page and the packet
files   = versions.in_force(version, first_day=day, current=City.packs[0])
versions.write(files, folder)                  # a folder that `City.packs` may name
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.accounts import audit
from scopeofduty.city.drafts import packs
from scopeofduty.city.drafts import wording as words
from scopeofduty.city.drafts.models import Draft, Version
from scopeofduty.law.packs import contents, folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.drafts.models import Revision
    from scopeofduty.documents import Ordinance


def freeze(draft: Draft, revision: Revision, *, name: str, by: User, at: datetime) -> Version:
    """Freeze a revision as a version to vote on. Freezing the same revision again returns the same version.

    Raises:
        LawError: the rules can't be read; nothing is frozen, and the message names each line.
    """
    files = packs.files_of(draft.base, revision.text, revision.rules)
    packs.book(files)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        made = Version.objects.filter(revision=revision).first()
        if made:
            return made
        last = Version.objects.filter(draft=draft).aggregate(last=Max("number"))["last"] or 0
        version = Version.objects.create(
            draft=draft,
            revision=revision,
            number=last + 1,
            name=name,
            digest=packs.digest_of(files),
            files=files,
            by=by,
            at=at,
        )
        audit.record(audit.Event.VERSION_FROZEN, actor=by, subject=version.public_id, at=at)
    return version


def read(version: Version, *, above: bool = False) -> law.Book:
    """Return the version's book; with ``above``, together with the state's and federal law it names."""
    return packs.book(version.files, above=above)


def wording(version: Version, language: str = "en") -> Ordinance:
    """Return the version's text as a tree of provisions."""
    return words.ordinance_of(version.files[packs.TEXT], language)


def in_force(version: Version, *, first_day: date, current: str | Path) -> dict[str, bytes]:
    """Return the city's pack with this version in force from ``first_day``.

    The version of the same law that stands until then ends that day. Everything else in the pack (the
    department's policy, examples, earlier versions) stays as it is; rules and texts keep their words, so that
    counsel's signatures on unchanged rules keep standing.

    Args:
        version: what was adopted.
        first_day: the first day in force, in the city's zone.
        current: the pack now in force (shipped name or folder), or the folder of an earlier adoption.

    Raises:
        LawError: the packs don't belong together, a version begins later already, or the whole can't be read.
    """
    here = dict(contents(folder(current)))
    mine = packs.law_version(version.files)
    book = law.read(current, above=False)
    _same_law(book, mine.law, version)
    rules = packs.standing(version.files[packs.RULES], first=first_day)
    stem = f"adopted-{first_day.isoformat()}"
    for standing in book.packs[0].versions:
        if standing.law != mine.law:
            continue
        file = standing.file.removeprefix(f"{standing.pack}/")
        if standing.start >= first_day and file != f"{stem}.duty":
            raise law.LawError(
                _("“%(law)s” already has a version from %(day)s. Choose a later first day.")
                % {"law": mine.law, "day": standing.start.isoformat()}
            )
        if file != f"{stem}.duty" and (standing.end is None or standing.end > first_day):
            here[file] = packs.ended(here[file].decode(), first_day).encode()
    here[f"{stem}.duty"], here[f"{stem}.md"] = rules.encode(), version.files[packs.TEXT].encode()
    if "vocabulary.json" in version.files:
        here["vocabulary.json"] = version.files["vocabulary.json"].encode()
    law.read_files(here, above=False)
    return here


def _same_law(book: law.Book, name: str, version: Version) -> None:
    own = book.packs[0]
    if own.id != version.draft.pack:
        raise law.LawError(
            _("The version amends the pack “%(mine)s”, and “%(theirs)s” is in force.")
            % {"mine": version.draft.pack, "theirs": own.id}
        )
    if name not in {standing.law for standing in own.versions}:
        raise law.LawError(
            _("The version is of the law “%(law)s”, which the pack in force doesn't hold.") % {"law": name}
        )


def write(files: Mapping[str, bytes], into: Path) -> Path:
    """Write a pack's files as the folder ``into``, whole or not at all. Writing the same again does nothing.

    Raises:
        FileExistsError: the folder holds another pack: a law in force is never written over.
    """
    if into.is_dir():
        if dict(contents(into)) == dict(files):
            return into
        raise FileExistsError(_("The folder %(folder)s holds another law already.") % {"folder": into})
    into.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}."))
    try:
        for name, data in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        made.chmod(0o755)
        made.rename(into)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if into.is_dir() and dict(contents(into)) == dict(files):
            return into  # somebody else wrote the same at the same moment
        raise
    return into

"""An adopted version becomes the law that the desk reads, from its day on, at midnight in the city's zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from scopeofduty import law
from scopeofduty.city.commission import effect
from scopeofduty.city.commission.models import Adoption
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.drafts import versions
from scopeofduty.city.ledger.register import enter
from scopeofduty.city.profile.models import City
from scopeofduty.law.packs import digest

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from scopeofduty.city.commission.models import Item, Vote


def adopt(item: Item, vote: Vote, *, at: datetime) -> Adoption:
    """Put a version in force from its first day, inside the transaction that closed the vote.

    The pack with the new version is written beside the earlier ones and becomes the one that the city reads.
    It holds both texts with their days, so nothing has to happen at midnight. A pack that can't be written
    leaves the adoption with its problem: the vote took place all the same.
    """
    version, first_day = item.version, item.first_day
    assert version  # noqa: S101 — kept by the item's constraint
    assert first_day  # noqa: S101 — as above
    City.objects.select_for_update().filter(pk=1).first()
    files: dict[str, bytes] = {}
    problem = ""
    try:
        before = effect.current_pack(version.draft.pack)
        files = effect.files_in_force(version, first_day)
        _replace(before, lay_out(version.draft.pack, files))
    except (law.LawError, OSError) as error:
        files, problem = {}, str(error).strip().splitlines()[0][:600]
    made = Adoption.objects.create(
        vote=vote,
        version=version,
        pack=version.draft.pack,
        law=version.draft.law,
        first_day=first_day,
        digest=digest(files) if files else version.digest,
        files={name: data.decode() for name, data in files.items()},
        problem=problem,
        at=at,
    )
    facts = {
        "law": made.law,
        "version": version.public_id,
        "version_digest": version.digest,
        "pack_digest": made.digest,
        "first_day": first_day.isoformat(),
        "vote": vote.pk,
    }
    enter("ordinance-version", facts, at=at, key=f"ordinance-version/{vote.pk}/{version.pk}")
    transaction.on_commit(law_in_force.forget)
    return made


def lay_out(pack: str, files: dict[str, bytes]) -> Path:
    """Write a pack's folder unless it is there, and return it. Raises `OSError`."""
    return versions.write(files, settings.LAW_FOLDER / f"{pack}-{digest(files)[:16]}")


def lay_out_missing() -> int:
    """Write again every adopted pack whose folder is gone, after a restore; return how many."""
    written = 0
    for made in Adoption.objects.exclude(files={}):
        folder = settings.LAW_FOLDER / f"{made.pack}-{made.digest[:16]}"
        if not folder.is_dir():
            lay_out(made.pack, {name: text.encode() for name, text in made.files.items()})
            written += 1
    return written


def _replace(before: str, folder: Path) -> None:
    city = City.objects.get(pk=1)
    city.packs = [str(folder) if name == before else name for name in city.packs]
    city.save(update_fields=["packs"])

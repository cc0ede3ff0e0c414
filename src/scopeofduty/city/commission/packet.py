"""What the commission reads of an item: on the agenda in one line, in the packet in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.effect import current_pack, effect_of, told
from scopeofduty.city.commission.models import Item, Step, Vote
from scopeofduty.city.drafts import packs
from scopeofduty.city.drafts.changes import change_page
from scopeofduty.law.packs import contents, folder

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.drafts.models import Version


@dataclass(frozen=True)
class Row:
    """An item on the agenda.

    Attributes:
        item: which.
        effect: what its version would do (`effect.told`), or what was told when it was voted on; None where
            it brings no version.
        first_reading: the vote that passed on the first reading of the same draft, if one did.
        alike: whether exactly this version was read then.
        flagged: whether it stands on the consent agenda although it alters what staff are answered.
    """

    item: Item
    effect: dict[str, Any] | None
    first_reading: Vote | None
    alike: bool
    flagged: bool

    @property
    def unread(self) -> bool:
        """Whether an adoption comes without a first reading before it."""
        return self.item.step == Step.ADOPTION and self.first_reading is None


def row(item: Item) -> Row:
    """Return an item as the agenda shows it."""
    version = item.version
    if version is None:
        agreement = item.step == Step.AGREEMENT
        return Row(item, None, None, alike=False, flagged=item.on_consent and agreement)
    vote = item.votes.order_by("opened_at").first()
    kept = vote.told.get(str(item.pk)) if vote else None
    effect = kept or told(effect_of(version, day_of(item)))
    first = first_reading(version, item)
    alike = bool(first and first.items.filter(version=version).exists())
    return Row(item, effect, first, alike=alike, flagged=item.on_consent and effect["alters"])


def day_of(item: Item) -> date:
    """Return the day whose law an item is held against: its first day, else that of the session."""
    return item.first_day or today(item.session.starts_at)


def first_reading(version: Version, item: Item) -> Vote | None:
    """Return the vote that passed a first reading of the same draft in an earlier session."""
    if item.step != Step.ADOPTION:
        return None
    read = Vote.objects.filter(
        items__step=Step.FIRST_READING,
        items__version__draft=version.draft,
        result="passed",
        session__starts_at__lt=item.session.starts_at,
    )
    return read.order_by("-closed_at").first()


def page(item: Item, at: datetime) -> dict[str, Any]:
    """Return an item as the packet shows it: with what the change does, word by word and answer by answer."""
    found: dict[str, Any] = {"row": row(item), "item": item}
    if item.version:
        try:
            day = day_of(item) - timedelta(days=item.version.adoptions.filter(problem="").exists())
            found["change"] = change_page(standing_files(item.version, day), item.version.files, at=at)
        except (law.LawError, OSError) as error:
            found["problem"] = str(error).strip().splitlines()[0]
    return found


def standing_files(version: Version, day: date) -> dict[str, str]:
    """Return the law that the version would follow, as a pack of its own. Raises `LawError`."""
    name = current_pack(version.draft.pack)
    here = {file: data.decode() for file, data in contents(folder(name))}
    for standing in law.read(name, above=False).packs[0].versions:
        if standing.law == version.draft.law and standing.stands(day):
            stem = standing.file.removeprefix(f"{standing.pack}/").removesuffix(".duty")
            return packs.files_of(version.draft.base, here.get(f"{stem}.md", ""), here[f"{stem}.duty"])
    raise law.LawError(f"No version of “{version.draft.law}” stands on {day.isoformat()}.")

"""What a change does: everything a council member needs beside the words, for any two versions.

    page = change_page(old.files, new.files, at=now)          # versions, or `packs.files_of(...)` of drafts
    {% include "drafts/_change.html" with change=page %}       # in a vote's page, a packet, a draft's page

The page only shows; nothing here refuses a vote. An adopted conflict answers "ask counsel" at the desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from scopeofduty import law
from scopeofduty.city.clock.due import zone
from scopeofduty.city.drafts import above, duties, findings, packs, replaying, wording
from scopeofduty.city.drafts.above import Above
from scopeofduty.city.drafts.findings import Findings
from scopeofduty.city.ledger.periods import closed_until
from scopeofduty.documents import DocumentError, compare
from scopeofduty.documents.redline import Op, Status, to_html
from scopeofduty.law.grouping import Group, grouped
from scopeofduty.law.outcomes import SILENT
from scopeofduty.law.vocabulary import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from scopeofduty.city.drafts.duties import DutyTold
    from scopeofduty.city.drafts.replaying import Replayed
    from scopeofduty.documents import Redline
    from scopeofduty.law import InForce, Text
    from scopeofduty.law.comparing import Edit

CAP = 200


@dataclass(frozen=True, slots=True)
class Cause:
    """The words behind a change: the rule, what was done to it, where its section stands in the redline."""

    edit: Edit
    section: str
    heading: Text
    anchor: str

    @property
    def done(self) -> str:
        """What happened to the rule: ``struck``, ``added`` or ``reworded``."""
        return "struck" if not self.edit.after else "added" if not self.edit.before else "reworded"

    @property
    def words(self) -> tuple[str, str]:
        """The words taken out and put in."""
        return self.edit.words


@dataclass(frozen=True, slots=True)
class Situations:
    """Situations that come out differently, told once, with the words that do it."""

    group: Group
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Change:
    """Everything about one change. ``problems`` are faults that keep part of it from being worked out."""

    digest: tuple[str, str]
    redline: Redline | None = None
    redline_es: Redline | None = None
    situations: tuple[Situations, ...] = ()
    more: int = 0
    duties: tuple[DutyTold, ...] = ()
    reworded: tuple[str, ...] = ()
    findings: Findings = field(default_factory=Findings)
    above: Above = field(default_factory=Above)
    files: tuple[tuple[str, str], ...] = ()
    day: date | None = None
    replayed: Replayed | None = None
    problems: tuple[str, ...] = ()

    @property
    def alters(self) -> bool:
        """Whether an answer or a duty changes: what flags an item on a consent agenda."""
        return bool(self.situations or self.duties)

    @property
    def silences(self) -> bool:
        """Whether some answer becomes that no rule says anything."""
        return any(each.group.after == SILENT for each in self.situations)

    @property
    def federal(self) -> Above | None:
        """What encoded federal law would displace, for study, where the city's pack doesn't name it."""
        return above.federal(self.files, self.day) if self.files else None

    @property
    def loosened(self) -> int:
        """How many groups of situations the law comes to bind less in."""
        return sum(each.group.direction == "loosened" for each in self.situations)

    def html(self, language: str, prefix: str = "") -> str:
        """Return the redline as a section of a page, of the words in that language where there are any."""
        shown = self.redline_es if language == "es" and self.redline_es else self.redline
        law_language = "es" if shown is not self.redline else "en"
        if shown is None:
            return ""
        return to_html(shown, language=language, law_language=law_language, only_changes=True, prefix=prefix)


def change_page(
    old: Mapping[str, str], new: Mapping[str, str], *, at: datetime | None = None, day: date | None = None
) -> Change:
    """Return what the change from ``old`` to ``new`` does.

    Args:
        old: the files of a version or draft (`Version.files`, `packs.files_of`).
        new: the same of the later one.
        at: now, in UTC; given, the contact log is replayed, closed periods alone.
        day: the day on which higher law is read; by default today, or without ``at`` the later one's first.
    """
    closed = closed_until(at) if at else None
    if day is None and at:
        day = at.astimezone(zone()).date()
    change = _worked_out(_key(old), _key(new), day)
    if closed is None or change.problems:
        return change
    return _with_replay(change, old, new, closed)


def _key(files: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(files.items()))


@lru_cache(maxsize=32)
def _worked_out(
    old_key: tuple[tuple[str, str], ...], new_key: tuple[tuple[str, str], ...], day: date | None
) -> Change:
    old, new = dict(old_key), dict(new_key)
    digest = (packs.digest_of(old), packs.digest_of(new))
    problems = []
    redline = redline_es = None
    try:
        redline, redline_es = (_redline(old, new, language) for language in ("en", "es"))
    except DocumentError as error:
        problems.append(str(error))
    try:
        before, after = packs.opened(old), packs.opened(new)
    except law.LawError as error:
        return Change(digest, redline, redline_es, problems=(*problems, *_lines(error)))
    comparison = before.compare(after, cap=CAP)
    told = grouped(comparison.changes, after.book.vocabulary, after.versions[-1].covered)
    sections = {rule.id: rule.section for law_then in (before, after) for rule in law_then.rules}
    headings = _headings(before) | _headings(after)
    return Change(
        digest=digest,
        redline=redline,
        redline_es=redline_es,
        situations=tuple(
            Situations(
                group,
                tuple(
                    _cause(edit, sections.get(edit.rule, edit.rule), headings, redline)
                    for edit in group.causes
                ),
            )
            for group in told
        ),
        more=comparison.more,
        duties=duties.told(before, after, comparison.duties),
        reworded=comparison.reworded,
        findings=findings.compared(before, after),
        above=above.displaced(new, day),
        files=new_key,
        day=day,
        problems=tuple(problems),
    )


def _redline(old: Mapping[str, str], new: Mapping[str, str], language: str) -> Redline:
    return compare(*(wording.ordinance_of(files[packs.TEXT], language) for files in (old, new)))


def _lines(error: law.LawError) -> list[str]:
    return [line for line in str(error).strip().splitlines() if line.strip()][:20]


def _headings(of: InForce) -> dict[str, Text]:
    return {label: one.heading for version in of.versions for label, one in version.sections.items()}


def _cause(edit: Edit, section: str, headings: Mapping[str, Text], redline: Redline | None) -> Cause:
    return Cause(edit, section, headings.get(section, NOTHING), _anchor(section, redline))


def _anchor(section: str, redline: Redline | None) -> str:
    """Return the HTML id of a section's row, if its words changed; else nothing, and it is only named."""
    for row in redline.changes if redline else ():
        places = [place.label for place in (row.new, row.old) if place]
        if section in places and row.status is not Status.MOVED_AWAY:
            return f"redline-{row.anchor}"
    return ""


def words_of(redline: Redline, section: str) -> tuple[str, str]:
    """Return what a section's words were and what they are, for a list that stands without the redline."""
    for row in redline.changes:
        if section in {place.label for place in (row.new, row.old) if place}:
            runs = [run for paragraph in row.paragraphs for run in paragraph.runs]
            return (
                "".join(run.text for run in runs if run.op is not Op.INSERT),
                "".join(run.text for run in runs if run.op is not Op.DELETE),
            )
    return "", ""


def _with_replay(change: Change, old: Mapping[str, str], new: Mapping[str, str], closed: date) -> Change:
    return replace(change, replayed=replaying.replay(old, new, closed))

"""How what is kept is shown: values in words, the answer at the time, and what a correction changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.answer import UNREAD
from scopeofduty.city.contacts.commitment import verifies
from scopeofduty.city.contacts.fields import BY_ID, FIELDS, Field, Kind, Section
from scopeofduty.city.contacts.form import HEADINGS
from scopeofduty.city.contacts.record import bound_of, digest_of, read_values
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.desk.templatetags.law_words import language
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.city.contacts.cleaning import Frame
    from scopeofduty.city.contacts.models import Contact, Revision

NOT_LISTED = frozenset({"legal_basis", "facts", "act", "actor", "reason"})


@dataclass(frozen=True)
class AnswerShown:
    """The answer as a page shows it."""

    phrase: str
    label: str
    sections: list[str]
    on: date
    because: str = ""


@dataclass(frozen=True)
class Change:
    """One field that a correction changed, in words; ``erased`` if the value was struck since."""

    label: str
    before: str
    after: str
    erased: bool = False


def answer_shown(record: Mapping[str, Any] | None) -> AnswerShown | None:
    """Return the answer kept in a record, for a page; None when the desk was not asked."""
    if record is None:
        return None
    phrase = str(record["phrase"])
    label = _("The law could not be read") if phrase == UNREAD else str(Phrase(phrase).label)
    sections = [_cited(cited) for cited in record.get("citations", [])]
    return AnswerShown(phrase, label, sections, date.fromisoformat(record["on"]), record.get("because", ""))


def _cited(cited: Mapping[str, Any]) -> str:
    """Return a section as the law is cited in the reader's language, or by the law's name as recorded."""
    try:
        packs = law_in_force.book().packs
    except law_in_force.NoLawError:
        packs = ()
    versions = (version for pack in packs if pack.id == cited.get("pack") for version in pack.versions)
    known = next((version.cited_as for version in versions if version.law == cited["law"]), None)
    return f"{known.in_language(language()) if known else cited['law']} {cited['section']}"


def in_words(known: Field, value: Any, frame: Frame) -> str:
    """Return a value as people read it, in their language and the city's zone."""
    readers = {
        Kind.TIME: lambda: _moment(value, frame),
        Kind.DATE: lambda: formats.date_format(date.fromisoformat(value)),
        Kind.CHOICE: lambda: known.label_of(value),
        Kind.CHOICES: lambda: ", ".join(known.label_of(each) for each in value),
        Kind.YES_NO: lambda: _("Yes") if value else _("No"),
        Kind.NUMBER: lambda: formats.localize(value),
        Kind.DEPARTMENT: lambda: str(Department.objects.filter(slug=value).first() or value),
        Kind.FACTS: lambda: ", ".join(f"{name}: {given}" for name, given in sorted(value.items())),
        Kind.DERIVED: lambda: _derived(known, value, frame),
    }
    return readers[known.kind]() if known.kind in readers else str(value)


def _derived(known: Field, value: Any, frame: Frame) -> str:
    if known.id == "recorded_at":
        return _moment(value, frame)
    if known.id == "determination":
        shown = answer_shown(value)
        return shown.label if shown else ""
    return BY_ID["decided_by_role"].label_of(value)


def _moment(value: str, frame: Frame) -> str:
    return formats.date_format(datetime.fromisoformat(value).astimezone(frame.zone), "DATETIME_FORMAT")


def by_section(revision: Revision, frame: Frame) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is known, section by section: heading, then label and value in words."""
    values = read_values(revision)
    gone = {name for name in revision.leaves if name not in values}
    headings = {Section.FIRST: _("What happened"), Section.DONE: _("What was done")} | {
        section: str(heading) for section, heading in HEADINGS.items()
    }
    found = []
    for section, heading in headings.items():
        rows = [
            (str(f.label), _("(erased)") if f.id in gone else in_words(f, values[f.id], frame))
            for f in FIELDS
            if f.section is section and (f.id in values or f.id in gone)
        ]
        if rows:
            found.append((heading, rows))
    return found


def history(contact: Contact, frame: Frame) -> Iterator[tuple[Revision, str, list[Change]]]:
    """Yield each revision with its reason and what it changed, oldest first.

    What was struck since shows as erased where it first stood: whether it was changed later is gone too.
    """
    before: dict[str, Any] = {}
    seen: set[str] = set()
    for revision in contact.revisions.select_related("author", "erasure").order_by("seq"):
        values = read_values(revision)
        gone = {name for name in revision.leaves if name not in values}
        changes = [
            Change(
                str(f.label),
                _worded(f, before.get(f.id), frame),
                _worded(f, values.get(f.id), frame),
                f.id in gone,
            )
            for f in FIELDS
            if f.id not in NOT_LISTED
            and (f.id not in seen if f.id in gone else before.get(f.id) != values.get(f.id))
        ]
        seen |= gone
        before = values
        yield revision, values.get("reason", ""), changes


def _worded(known: Field, value: Any, frame: Frame) -> str:
    return "" if value is None else in_words(known, value, frame)


def holds_together(contact: Contact) -> bool:
    """Say whether every revision still is what was committed to, and the chain of digests is whole."""
    previous = ""
    for revision in contact.revisions.order_by("seq"):
        values = read_values(revision)
        bound = bound_of(revision)
        whole = verifies(bound, values, number=contact.number, seq=revision.seq)
        if not whole or revision.previous != previous or digest_of(revision) != revision.digest:
            return False
        previous = revision.digest
    return True

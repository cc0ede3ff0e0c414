"""The form, built from the table of fields: what it reads from a request, and what a page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.city.contacts.fields import BY_ID, FIELDS, Field, Kind, Section, in_section
from scopeofduty.city.contacts.status import BASES, Basis, Stop
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from scopeofduty.city.contacts.cleaning import Frame

HEADINGS: dict[Section, _StrPromise] = {
    Section.REQUESTER: gettext_lazy("Who it was, and who took it"),
    Section.PAPER: gettext_lazy("The paper"),
    Section.PURPOSE: gettext_lazy("What for"),
    Section.OPERATION: gettext_lazy("Where and when"),
    Section.RESPONSE: gettext_lazy("Our answer in detail"),
    Section.GIVEN: gettext_lazy("What was given, what the person was told"),
    Section.OUTCOME: gettext_lazy("How it ended"),
    Section.REFERENCES: gettext_lazy("References and narrative"),
}


@dataclass
class Shown:
    """One field on a page: its value as the control takes it, its errors, the stops in its text."""

    field: Field
    value: Any = ""
    errors: list[str] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def widget(self) -> str:
        """Name of the template piece that draws this field."""
        if self.field.id == "life_button":
            return "check"
        if self.field.id == "decision":
            return "radio"
        return {Kind.YES_NO: "select", Kind.CHOICE: "select", Kind.DEPARTMENT: "select"}.get(
            self.field.kind, self.field.kind.value
        )


@dataclass
class Page:
    """The fields of a form by section, with values, problems and stops in place."""

    values: Mapping[str, Any]
    frame: Frame
    problems: Mapping[str, list[str]] = field(default_factory=dict)
    stops: Iterable[Stop] = ()

    def show(self, known: Field) -> Shown:
        """Return one field as the page shows it."""
        return Shown(
            known,
            _control_value(known, self.values.get(known.id), self.frame),
            list(self.problems.get(known.id, [])),
            [stop for stop in self.stops if stop.field == known.id],
            _choices(known),
        )

    def section(self, section: Section) -> list[Shown]:
        """Return the fields of a section that the city keeps."""
        return [self.show(f) for f in in_section(section) if not f.switched or f.id in self.frame.kept]

    def sections(self) -> list[tuple[str, list[Shown], bool]]:
        """Return the optional sections: heading, fields, whether it stands open for an error in it."""
        found = []
        for section, heading in HEADINGS.items():
            shown = self.section(section)
            found.append((str(heading), shown, any(each.errors for each in shown)))
        return found

    def summary(self) -> list[tuple[str, str, str]]:
        """Return every problem: field id, label, message; those of no field last."""
        named = [(f.id, str(f.label), message) for f in FIELDS for message in self.problems.get(f.id, [])]
        return named + [
            ("", "", message)
            for name, messages in self.problems.items()
            if name not in BY_ID
            for message in messages
        ]


def read_post(post: QueryDict) -> dict[str, Any]:
    """Return what a form sent, by field id; what only the log works out is kept too, to be refused."""
    raw: dict[str, Any] = {}
    for known in FIELDS:
        if known.id in post and known.kind not in {Kind.NAME, Kind.FACTS}:
            raw[known.id] = post.getlist(known.id) if known.kind is Kind.CHOICES else post[known.id]
    return raw


def read_bases(post: QueryDict) -> dict[str, Basis]:
    """Return the legal bases that the writer named, by the id of the place each is for."""
    found = {}
    for name in post:
        if name.startswith("basis-") and post[name]:
            stop = name.removeprefix("basis-")
            found[stop] = Basis(post[name], post.get(f"citation-{stop}", ""))
    return found


def local(value: str, frame: Frame) -> str:
    """Return a stored instant as a datetime-local control takes it."""
    return datetime.fromisoformat(value).astimezone(frame.zone).strftime("%Y-%m-%dT%H:%M")


def bases() -> list[tuple[str, str]]:
    """Return the legal bases to choose from."""
    return [(value, str(label)) for value, label in BASES]


def _control_value(known: Field, value: Any, frame: Frame) -> Any:
    if known.kind is Kind.TIME and isinstance(value, str) and value.endswith("Z"):
        return local(value, frame)
    if known.kind is Kind.YES_NO and isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _choices(known: Field) -> list[tuple[str, str]]:
    if known.kind is Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    if known.kind is Kind.DEPARTMENT:
        return [(department.slug, str(department)) for department in Department.objects.all()]
    return [(value, str(label)) for value, label in known.choices]

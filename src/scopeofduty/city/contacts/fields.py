"""The fields of a contact: one table, read by the form, the record, the list, the export and the import.

Schema ``federal_contact`` version 1. Ids are frozen. There is no field for a person's immigration
status, and none that could stand for it (name, birthplace, nationality, A-number).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.contacts import choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import _StrPromise

SCHEMA = "federal_contact/1"


class Kind(StrEnum):
    """What a field holds, and how its value stands in canonical JSON."""

    TIME = "time"
    """An instant: ``2026-11-23T07:00:00Z``."""
    DATE = "date"
    """A day: ``2026-11-23``."""
    CHOICE = "choice"
    """One value of ``choices``."""
    CHOICES = "choices"
    """A list of values of ``choices``, in their order, none twice."""
    TEXT = "text"
    """One line that somebody typed, at most 200 characters."""
    LONG = "long"
    """Prose that somebody typed, at most 20,000 characters."""
    NUMBER = "number"
    """A whole number, 0 or more."""
    YES_NO = "yes_no"
    """true or false."""
    DEPARTMENT = "department"
    """The slug of a department."""
    NAME = "name"
    """A name of the shared vocabulary of the law: an act, an actor."""
    FACTS = "facts"
    """An object: fact id → text, number, true or false."""
    DERIVED = "derived"
    """Worked out here; never taken from whoever sends the record."""


class Section(StrEnum):
    """Where on the form a field stands; ``FIRST`` is the screen that a dispatcher finishes."""

    FIRST = "first"
    DONE = "done"
    REQUESTER = "requester"
    PAPER = "paper"
    PURPOSE = "purpose"
    OPERATION = "operation"
    RESPONSE = "response"
    GIVEN = "given"
    OUTCOME = "outcome"
    REFERENCES = "references"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        publishable: a notice, a report or open data may show it (the law's limits still apply).
        restricted: read by those who read the whole log, never exported without it being asked for.
        switched: kept only if the city has switched it on, naming the law that asks for it.
    """

    id: str
    kind: Kind
    section: Section
    label: _StrPromise
    choices: choices.Choices = ()
    required: bool = False
    publishable: bool = False
    restricted: bool = False
    switched: bool = False
    hint: _StrPromise | str = ""

    @property
    def free_text(self) -> bool:
        """Whether somebody types into it, so that the status guard reads it."""
        return self.kind in {Kind.TEXT, Kind.LONG}

    def values(self) -> frozenset[str]:
        """Return the values that a choice may take."""
        return frozenset(value for value, _label in self.choices)

    def label_of(self, value: str) -> str:
        """Return the label of one choice, or the value itself if it isn't one."""
        return str(dict(self.choices).get(value, value))


def _field(
    spec: str,
    kind: Kind,
    section: Section,
    label: _StrPromise,
    of: choices.Choices = (),
    hint: _StrPromise | str = "",
) -> Field:
    """Make a field; marks before its id: ``*`` publishable, ``!`` required, ``-`` restricted, ``~`` off by default."""
    marks, name = spec[: len(spec) - len(spec.lstrip("*!-~"))], spec.lstrip("*!-~")
    return Field(
        name,
        kind,
        section,
        label,
        of,
        required="!" in marks,
        publishable="*" in marks,
        restricted="-" in marks,
        switched="~" in marks,
        hint=hint,
    )


def _table() -> Iterator[Field]:
    k, s, c = Kind, Section, choices
    yield _field("*!received_at", k.TIME, s.FIRST, _("When it came in"))
    yield _field("*recorded_at", k.DERIVED, s.HIDDEN, _("When it was recorded"))
    yield _field("*!channel", k.CHOICE, s.FIRST, _("How it came in"), c.CHANNEL)
    yield _field("*!agency", k.CHOICE, s.FIRST, _("Who"), c.AGENCY)
    yield _field("*!request_types", k.CHOICES, s.FIRST, _("What they asked for"), c.REQUEST_TYPE)
    yield _field("*instrument", k.CHOICE, s.FIRST, _("What paper they had"), c.INSTRUMENT)
    yield _field(
        "*life_button",
        k.YES_NO,
        s.DONE,
        _("Somebody's life was in direct danger, and we acted at once"),
        hint=_("A supervisor always looks at this afterwards."),
    )
    yield _field("*!decision", k.CHOICE, s.DONE, _("What we did"), c.DECISION)
    yield _field(
        "-action_taken",
        k.LONG,
        s.DONE,
        _("In your own words"),
        hint=_("What was done, by whom. Never a person's immigration status."),
    )
    yield _field("*minutes_on_scene", k.NUMBER, s.DONE, _("Minutes on scene"))
    yield _field("*receiving_department", k.DEPARTMENT, s.REQUESTER, _("Which department received it"))
    yield _field("*receiving_unit", k.TEXT, s.REQUESTER, _("Which unit"))
    yield _field("post", k.TEXT, s.REQUESTER, _("Which post or station"))
    yield _field("*recorded_by_role", k.DERIVED, s.HIDDEN, _("Role of the person who recorded it"))
    yield _field("*component", k.CHOICE, s.REQUESTER, _("Which part of the agency"), c.COMPONENT)
    yield _field("-officer_name", k.TEXT, s.REQUESTER, _("Federal officer's name"))
    yield _field("-officer_badge", k.TEXT, s.REQUESTER, _("Badge number"))
    yield _field("-callback", k.TEXT, s.REQUESTER, _("Number to call back"))
    yield _field("*id_shown", k.CHOICE, s.REQUESTER, _("Did they show who they are?"), c.ID_SHOWN)
    yield _field("*task_force", k.CHOICE, s.REQUESTER, _("Task force"), c.TASK_FORCE)
    yield _field("form_number", k.TEXT, s.PAPER, _("Form number"))
    yield _field("form_edition", k.TEXT, s.PAPER, _("Edition of the form"))
    yield _field("issuing_office", k.TEXT, s.PAPER, _("Office or court that issued it"))
    yield _field("*signer", k.CHOICE, s.PAPER, _("Who signed it"), c.SIGNER)
    yield _field("instrument_date", k.DATE, s.PAPER, _("Date on the paper"))
    yield _field("instrument_expiry", k.DATE, s.PAPER, _("Valid until"))
    yield _field("*instrument_verdict", k.CHOICE, s.PAPER, _("What kind of paper it is"), c.VERDICT)
    yield _field("warrant_number", k.TEXT, s.PAPER, _("Warrant number"))
    yield _field("warrant_court", k.TEXT, s.PAPER, _("Court of the warrant"))
    yield _field("warrant_verified_with", k.TEXT, s.PAPER, _("Whom we checked the warrant with"))
    yield _field("~copy_sha256", k.TEXT, s.PAPER, _("Digest of the copy we keep (SHA-256)"))
    yield _field("*domain_claimed", k.CHOICE, s.PURPOSE, _("What they said it is"), c.DOMAIN)
    yield _field("*domain_determined", k.CHOICE, s.PURPOSE, _("What it turned out to be"), c.DOMAIN)
    yield _field("-stated_purpose", k.LONG, s.PURPOSE, _("The purpose they gave, in their words"))
    yield _field("*threat_claimed", k.YES_NO, s.PURPOSE, _("They said somebody's life was in danger"))
    yield _field("-threat_facts", k.LONG, s.PURPOSE, _("What showed the danger"))
    yield _field("*targeted_count", k.NUMBER, s.PURPOSE, _("How many people they were after"))
    yield _field("*juveniles", k.NUMBER, s.PURPOSE, _("How many of them under 18"))
    yield _field("-place", k.TEXT, s.OPERATION, _("Where"))
    yield _field("*district", k.TEXT, s.OPERATION, _("District or ward"))
    yield _field("operation_start", k.TIME, s.OPERATION, _("Their operation began"))
    yield _field("operation_end", k.TIME, s.OPERATION, _("Their operation ended"))
    yield _field(
        "*end_confirmed_by", k.CHOICE, s.OPERATION, _("Who confirmed that it ended"), c.END_CONFIRMED_BY
    )
    yield _field("act", k.NAME, s.HIDDEN, _("What the desk was asked about"))
    yield _field("actor", k.NAME, s.HIDDEN, _("Who would act, in the law's words"))
    yield _field("facts", k.FACTS, s.HIDDEN, _("Facts given to the desk"))
    yield _field("*determination", k.DERIVED, s.HIDDEN, _("The answer at the time"))
    yield _field("*decided_by_role", k.CHOICE, s.RESPONSE, _("Who decided"), c.DECIDED_BY)
    yield _field("supervisor_told_at", k.TIME, s.RESPONSE, _("When a supervisor was told"))
    yield _field(
        "*counsel_consulted", k.YES_NO, s.RESPONSE, _("The city attorney was asked first, and agreed")
    )
    yield _field("units", k.TEXT, s.RESPONSE, _("Units sent"))
    yield _field("resources", k.TEXT, s.RESPONSE, _("Equipment and space used"))
    yield _field("*cost", k.NUMBER, s.RESPONSE, _("Cost, in dollars"))
    yield _field(
        "*data_disclosed",
        k.CHOICES,
        s.GIVEN,
        _("What information we gave them"),
        c.DISCLOSED,
        _("The kind of information only, never the information itself."),
    )
    yield _field(
        "*consent_form_language", k.CHOICE, s.GIVEN, _("Consent form before an interview"), c.CONSENT_LANGUAGE
    )
    yield _field("copy_served_at", k.TIME, s.GIVEN, _("When the person got a copy of the paper"))
    yield _field("designee_told", k.YES_NO, s.GIVEN, _("The person's lawyer or chosen contact was told"))
    yield _field("*outcome", k.CHOICE, s.OUTCOME, _("How it ended"), c.OUTCOME)
    yield _field("outcome_at", k.TIME, s.OUTCOME, _("When it ended"))
    yield _field("receiving_agency", k.TEXT, s.OUTCOME, _("Agency that took the person"))
    yield _field("eligible_at", k.TIME, s.OUTCOME, _("When nothing local held the person any longer"))
    yield _field("body_camera_ref", k.TEXT, s.REFERENCES, _("Body camera reference"))
    yield _field("~cad_event", k.TEXT, s.REFERENCES, _("Dispatch event number"))
    yield _field(
        "-narrative",
        k.LONG,
        s.REFERENCES,
        _("Narrative"),
        hint=_("Anything else. Never a person's immigration status."),
    )
    yield _field("-reason", k.LONG, s.HIDDEN, _("Why this was corrected"))
    yield _field("legal_basis", k.DERIVED, s.HIDDEN, _("Legal basis for what the guard stopped at"))


FIELDS: tuple[Field, ...] = tuple(_table())
BY_ID: dict[str, Field] = {field.id: field for field in FIELDS}
FREE_TEXT: tuple[Field, ...] = tuple(field for field in FIELDS if field.free_text)
REQUIRED: tuple[Field, ...] = tuple(field for field in FIELDS if field.required)


def in_section(section: Section) -> tuple[Field, ...]:
    """Return the fields of one section of the form, in order."""
    return tuple(field for field in FIELDS if field.section is section)

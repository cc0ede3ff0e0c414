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
    *,
    hint: _StrPromise | str = "",
) -> Field:
    """Make a field; marks: ``*`` publishable, ``!`` required, ``-`` restricted, ``~`` off by default."""
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


FIELDS: tuple[Field, ...] = (
    _field("*!received_at", Kind.TIME, Section.FIRST, _("When it came in")),
    _field("*recorded_at", Kind.DERIVED, Section.HIDDEN, _("When it was recorded")),
    _field("*!channel", Kind.CHOICE, Section.FIRST, _("How it came in"), choices.CHANNEL),
    _field("*!agency", Kind.CHOICE, Section.FIRST, _("Who"), choices.AGENCY),
    _field("*!request_types", Kind.CHOICES, Section.FIRST, _("What they asked for"), choices.REQUEST_TYPE),
    _field("*instrument", Kind.CHOICE, Section.FIRST, _("What paper they had"), choices.INSTRUMENT),
    _field(
        "*life_button",
        Kind.YES_NO,
        Section.DONE,
        _("Somebody's life was in direct danger, and we acted at once"),
        hint=_("A supervisor always looks at this afterwards."),
    ),
    _field("*!decision", Kind.CHOICE, Section.DONE, _("What we did"), choices.DECISION),
    _field(
        "-action_taken",
        Kind.LONG,
        Section.DONE,
        _("In your own words"),
        hint=_("What was done, by whom. Never a person's immigration status."),
    ),
    _field("*minutes_on_scene", Kind.NUMBER, Section.DONE, _("Minutes on scene")),
    _field("*receiving_department", Kind.DEPARTMENT, Section.REQUESTER, _("Which department received it")),
    _field("*receiving_unit", Kind.TEXT, Section.REQUESTER, _("Which unit")),
    _field("post", Kind.TEXT, Section.REQUESTER, _("Which post or station")),
    _field("*recorded_by_role", Kind.DERIVED, Section.HIDDEN, _("Role of the person who recorded it")),
    _field("*component", Kind.CHOICE, Section.REQUESTER, _("Which part of the agency"), choices.COMPONENT),
    _field("-officer_name", Kind.TEXT, Section.REQUESTER, _("Federal officer's name")),
    _field("-officer_badge", Kind.TEXT, Section.REQUESTER, _("Badge number")),
    _field("-callback", Kind.TEXT, Section.REQUESTER, _("Number to call back")),
    _field("*id_shown", Kind.CHOICE, Section.REQUESTER, _("Did they show who they are?"), choices.ID_SHOWN),
    _field("*task_force", Kind.CHOICE, Section.REQUESTER, _("Task force"), choices.TASK_FORCE),
    _field("form_number", Kind.TEXT, Section.PAPER, _("Form number")),
    _field("form_edition", Kind.TEXT, Section.PAPER, _("Edition of the form")),
    _field("issuing_office", Kind.TEXT, Section.PAPER, _("Office or court that issued it")),
    _field("*signer", Kind.CHOICE, Section.PAPER, _("Who signed it"), choices.SIGNER),
    _field("instrument_date", Kind.DATE, Section.PAPER, _("Date on the paper")),
    _field("instrument_expiry", Kind.DATE, Section.PAPER, _("Valid until")),
    _field("*instrument_verdict", Kind.CHOICE, Section.PAPER, _("What kind of paper it is"), choices.VERDICT),
    _field("warrant_number", Kind.TEXT, Section.PAPER, _("Warrant number")),
    _field("warrant_court", Kind.TEXT, Section.PAPER, _("Court of the warrant")),
    _field("warrant_verified_with", Kind.TEXT, Section.PAPER, _("Whom we checked the warrant with")),
    _field("~copy_sha256", Kind.TEXT, Section.PAPER, _("Digest of the copy we keep (SHA-256)")),
    _field("*domain_claimed", Kind.CHOICE, Section.PURPOSE, _("What they said it is"), choices.DOMAIN),
    _field("*domain_determined", Kind.CHOICE, Section.PURPOSE, _("What it turned out to be"), choices.DOMAIN),
    _field("-stated_purpose", Kind.LONG, Section.PURPOSE, _("The purpose they gave, in their words")),
    _field("*threat_claimed", Kind.YES_NO, Section.PURPOSE, _("They said somebody's life was in danger")),
    _field("-threat_facts", Kind.LONG, Section.PURPOSE, _("What showed the danger")),
    _field("*targeted_count", Kind.NUMBER, Section.PURPOSE, _("How many people they were after")),
    _field("*juveniles", Kind.NUMBER, Section.PURPOSE, _("How many of them under 18")),
    _field("-place", Kind.TEXT, Section.OPERATION, _("Where")),
    _field("*district", Kind.TEXT, Section.OPERATION, _("District or ward")),
    _field("operation_start", Kind.TIME, Section.OPERATION, _("Their operation began")),
    _field("operation_end", Kind.TIME, Section.OPERATION, _("Their operation ended")),
    _field(
        "*end_confirmed_by",
        Kind.CHOICE,
        Section.OPERATION,
        _("Who confirmed that it ended"),
        choices.END_CONFIRMED_BY,
    ),
    _field("act", Kind.NAME, Section.HIDDEN, _("What the desk was asked about")),
    _field("actor", Kind.NAME, Section.HIDDEN, _("Who would act, in the law's words")),
    _field("facts", Kind.FACTS, Section.HIDDEN, _("Facts given to the desk")),
    _field("*determination", Kind.DERIVED, Section.HIDDEN, _("The answer at the time")),
    _field("*decided_by_role", Kind.CHOICE, Section.RESPONSE, _("Who decided"), choices.DECIDED_BY),
    _field("supervisor_told_at", Kind.TIME, Section.RESPONSE, _("When a supervisor was told")),
    _field(
        "*counsel_consulted",
        Kind.YES_NO,
        Section.RESPONSE,
        _("The city attorney was asked first, and agreed"),
    ),
    _field("units", Kind.TEXT, Section.RESPONSE, _("Units sent")),
    _field("resources", Kind.TEXT, Section.RESPONSE, _("Equipment and space used")),
    _field("*cost", Kind.NUMBER, Section.RESPONSE, _("Cost, in dollars")),
    _field(
        "*data_disclosed",
        Kind.CHOICES,
        Section.GIVEN,
        _("What information we gave them"),
        choices.DISCLOSED,
        hint=_("The kind of information only, never the information itself."),
    ),
    _field(
        "*consent_form_language",
        Kind.CHOICE,
        Section.GIVEN,
        _("Consent form before an interview"),
        choices.CONSENT_LANGUAGE,
    ),
    _field("copy_served_at", Kind.TIME, Section.GIVEN, _("When the person got a copy of the paper")),
    _field("designee_told", Kind.YES_NO, Section.GIVEN, _("The person's lawyer or chosen contact was told")),
    _field("*outcome", Kind.CHOICE, Section.OUTCOME, _("How it ended"), choices.OUTCOME),
    _field("outcome_at", Kind.TIME, Section.OUTCOME, _("When it ended")),
    _field("receiving_agency", Kind.TEXT, Section.OUTCOME, _("Agency that took the person")),
    _field("eligible_at", Kind.TIME, Section.OUTCOME, _("When nothing local held the person any longer")),
    _field("body_camera_ref", Kind.TEXT, Section.REFERENCES, _("Body camera reference")),
    _field("~cad_event", Kind.TEXT, Section.REFERENCES, _("Dispatch event number")),
    _field(
        "-narrative",
        Kind.LONG,
        Section.REFERENCES,
        _("Narrative"),
        hint=_("Anything else. Never a person's immigration status."),
    ),
    _field("-reason", Kind.LONG, Section.HIDDEN, _("Why this was corrected")),
    _field("legal_basis", Kind.DERIVED, Section.HIDDEN, _("Legal basis for what the guard stopped at")),
)


BY_ID: dict[str, Field] = {field.id: field for field in FIELDS}
FREE_TEXT: tuple[Field, ...] = tuple(field for field in FIELDS if field.free_text)
REQUIRED: tuple[Field, ...] = tuple(field for field in FIELDS if field.required)


def in_section(section: Section) -> tuple[Field, ...]:
    """Return the fields of one section of the form, in order."""
    return tuple(field for field in FIELDS if field.section is section)

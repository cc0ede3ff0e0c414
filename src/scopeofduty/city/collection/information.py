"""The kinds of information a form can ask for, in the words printed on forms.

The desk's second door lists them, the register of legal obligations names them, and each maps to the
vocabulary's `info`, so that the law is asked about the kind and never about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Information:
    """One kind: its id, its vocabulary `info`, how forms print it, and how the act reads in a sentence."""

    id: str
    info: str
    label: _StrPromise
    hint: _StrPromise
    asking: _StrPromise
    recording: _StrPromise


INFORMATION: tuple[Information, ...] = (
    Information(
        "citizenship",
        "immigration_status",
        _("Citizenship, or a statement about it"),
        _("“Are you a U.S. citizen?”, a box to tick, a sworn statement"),
        _("ask whether a person is a citizen"),
        _("write down whether a person is a citizen"),
    ),
    Information(
        "immigration_status",
        "immigration_status",
        _("Immigration status"),
        _("Visa, residence, “legal status”, how somebody came here"),
        _("ask about immigration status"),
        _("write down immigration status"),
    ),
    Information(
        "immigration_document",
        "immigration_status",
        _("Immigration papers or numbers"),
        _("Green card, visa, A-number, work permit, I-94"),
        _("ask for immigration papers or numbers"),
        _("write down or copy immigration papers or numbers"),
    ),
    Information(
        "place_of_birth",
        "place_of_birth",
        _("Place or country of birth"),
        _("“Where were you born?”, country of origin"),
        _("ask where a person was born"),
        _("write down where a person was born"),
    ),
    Information(
        "nationality",
        "nationality",
        _("Nationality"),
        _("Which country's passport; which consulate to call"),
        _("ask for a person's nationality"),
        _("write down a person's nationality"),
    ),
    Information(
        "passport",
        "nationality",
        _("Passport or consular card, as the only ID"),
        _("One foreign or U.S. passport and no other choice"),
        _("insist on a passport or consular card as the only ID"),
        _("write down or copy a passport or consular card"),
    ),
    Information(
        "ssn_only",
        "immigration_status",
        _("Social Security number, with no other way"),
        _("The form can't go on without it; no “none” and no other number"),
        _("insist on a Social Security number"),
        _("write down who has no Social Security number"),
    ),
    Information(
        "household_status",
        "immigration_status",
        _("Status of people in the household"),
        _("“List everyone at home and their status”"),
        _("ask about the status of people in the household"),
        _("write down the status of people in the household"),
    ),
    Information(
        "language",
        "general_inquiry",
        _("Language spoken at home"),
        _(
            "As a box on a form. Asking which language somebody would like to speak, to find an interpreter, "
            "is something else and always fine."
        ),
        _("ask which language a person speaks at home"),
        _("write down which language a person speaks at home"),
    ),
    Information(
        "other",
        "general_inquiry",
        _("Something else about where a person is from"),
        _("Accent, appearance, surname, year of arrival"),
        _("ask where a person comes from"),
        _("write down where a person comes from"),
    ),
)

BY_ID = {kind.id: kind for kind in INFORMATION}
CHOICES = [(kind.id, kind.label) for kind in INFORMATION]

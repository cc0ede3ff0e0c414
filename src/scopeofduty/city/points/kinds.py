"""From a sweep's categories to the kinds of information that the desk and the register name."""

from __future__ import annotations

from scopeofduty.sweep.category import Category

_DOCUMENT = "immigration_document"
KINDS: dict[Category, str] = {
    Category.IMMIGRATION_STATUS: "immigration_status",
    Category.CITIZENSHIP: "citizenship",
    Category.NATIONALITY: "nationality",
    Category.NATIONAL_ORIGIN: "nationality",
    Category.COUNTRY_OF_BIRTH: "place_of_birth",
    Category.PLACE_OF_BIRTH: "place_of_birth",
    Category.A_NUMBER: _DOCUMENT,
    Category.I94: _DOCUMENT,
    Category.VISA_TYPE: _DOCUMENT,
    Category.DACA_TPS: "immigration_status",
    Category.NATURALIZATION: "citizenship",
    Category.WORK_AUTHORIZATION: "immigration_status",
    Category.ENTRY_DATE: "immigration_status",
    Category.REMOVAL_HISTORY: "immigration_status",
    Category.HOUSEHOLD_STATUS: "household_status",
    Category.PASSPORT: "passport",
    Category.CONSULAR_ID: "passport",
    Category.FOREIGN_ID: "passport",
    Category.DOCUMENT_REQUEST: _DOCUMENT,
    Category.SSN_PROXY: "ssn_only",
    Category.ITIN_PROXY: "ssn_only",
    Category.LANGUAGE_PROXY: "language",
}


def information_of(category: Category) -> str:
    """Return the kind of information a category is of, as the register and the desk name it."""
    return KINDS[category]

"""Keep a person's immigration status out of free text.

The contact log, its comments, imports and attachments may say what a requester asked for,
and which paper they brought.
They may not say what a person is, unless the writer names the legal basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scopeofduty.sweep.category import Category
from scopeofduty.sweep.prose.judge import read, whole_cell

Language = Literal["en", "es"]

_NAMES: dict[Category, tuple[str, str]] = {
    Category.IMMIGRATION_STATUS: ("a person's immigration status", "el estatus migratorio de una persona"),
    Category.CITIZENSHIP: ("a person's citizenship", "la ciudadanía de una persona"),
    Category.NATIONALITY: ("a person's nationality", "la nacionalidad de una persona"),
    Category.NATIONAL_ORIGIN: ("where a person is from", "de dónde es una persona"),
    Category.COUNTRY_OF_BIRTH: ("a person's country of birth", "el país de nacimiento de una persona"),
    Category.PLACE_OF_BIRTH: ("where a person was born", "dónde nació una persona"),
    Category.A_NUMBER: ("a person's A-number", "el número A de una persona"),
    Category.I94: ("a person's I-94 arrival record", "el registro de llegada I-94 de una persona"),
    Category.VISA_TYPE: ("a person's visa", "la visa de una persona"),
    Category.DACA_TPS: ("that a person has DACA or TPS", "que una persona tiene DACA o TPS"),
    Category.NATURALIZATION: ("a person's naturalization", "la naturalización de una persona"),
    Category.WORK_AUTHORIZATION: ("a person's permission to work", "el permiso de trabajo de una persona"),
    Category.ENTRY_DATE: (
        "how or when a person came into the country",
        "cómo o cuándo llegó una persona al país",
    ),
    Category.REMOVAL_HISTORY: (
        "a person's deportation history",
        "los antecedentes de deportación de una persona",
    ),
    Category.HOUSEHOLD_STATUS: ("the status of a household", "el estatus de los miembros de un hogar"),
    Category.PASSPORT: ("a person's passport", "el pasaporte de una persona"),
    Category.CONSULAR_ID: ("a person's consular ID", "la matrícula consular de una persona"),
    Category.FOREIGN_ID: ("a person's foreign ID", "la identificación extranjera de una persona"),
    Category.DOCUMENT_REQUEST: ("a person's immigration papers", "los documentos migratorios de una persona"),
    Category.SSN_PROXY: (
        "whether a person has a Social Security number",
        "si una persona tiene número de Seguro Social",
    ),
    Category.ITIN_PROXY: ("a person's ITIN", "el ITIN de una persona"),
    Category.LANGUAGE_PROXY: (
        "the language a person speaks at home",
        "el idioma que una persona habla en casa",
    ),
}
_SAYS: dict[str, str] = {
    "en": "“{text}” records {what}. Take it out, or name the law that obliges you to write it down.",
    "es": "«{text}» registra {what}. Bórrelo, o indique la ley que le obliga a anotarlo.",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a free text that records immigration-related information of a person.

    ``start`` and ``end`` are offsets into the text as given; ``text`` is what stands between them.
    """

    start: int
    end: int
    text: str
    category: Category
    rule: str

    def explain(self, lang: Language = "en") -> str:
        """Tell the writer what was found and what to do about it, in English or Spanish."""
        what = _NAMES[self.category][1 if lang == "es" else 0]
        return _SAYS[lang].format(text=self.text.strip(), what=what)


def find(text: str, *, lang: str | None = None) -> tuple[Hit, ...]:
    """Return every place where ``text`` records a person's immigration-related information, in order.

    English and Spanish are always read together;
    ``lang`` is accepted for callers that know the language and changes nothing.
    A denial ("we did not ask"), a paper ("I-247A detainer"), and what a requester asked for are no hits.
    What anybody says a person *is* is one, even when denied or in doubt.
    """
    del lang
    category = whole_cell(text)
    if category is not None:
        return (Hit(0, len(text), text, category, "cell-value"),)
    return tuple(Hit(f.start, f.end, text[f.start : f.end], f.category, f.rule.name) for f in read(text))

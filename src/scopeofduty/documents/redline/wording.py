"""What a rendered redline says beside the words of the law, in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.redline.values import Redline, Row, Status


@dataclass(frozen=True, slots=True)
class Wording:
    """Every phrase that a renderer needs; ``{0}`` stands for a label or a count."""

    language: str
    title: str
    untitled: str
    outside: str
    legend: str
    added: str
    end_of_addition: str
    removed: str
    end_of_removal: str
    moved_from: str
    moved_to: str
    formerly: str
    same: str
    counts: tuple[tuple[str, str, str], ...]  # status, one, several


ENGLISH = Wording(
    language="en",
    title="Redline",
    untitled="Text without a title",
    outside="Only words outside the sections changed: the title, or what stands before or after them.",
    legend="Added words are underlined, removed words are struck through.",
    added="[added:",
    end_of_addition="end of addition]",
    removed="[removed:",
    end_of_removal="end of removal]",
    moved_from="Moved here from {0}.",
    moved_to="Moved to {0}.",
    formerly="Formerly {0}.",
    same="The two texts are the same.",
    counts=(
        ("changed", "{0} provision changed", "{0} provisions changed"),
        ("added", "{0} added", "{0} added"),
        ("removed", "{0} removed", "{0} removed"),
        ("moved", "{0} moved", "{0} moved"),
        ("renumbered", "{0} renumbered", "{0} renumbered"),
    ),
)
SPANISH = Wording(
    language="es",
    title="Texto comparado",
    untitled="Texto sin título",
    outside="Solo cambiaron palabras fuera de los artículos: el título, o lo que va antes o después.",
    legend="Las palabras añadidas están subrayadas; las suprimidas, tachadas.",
    added="[añadido:",
    end_of_addition="fin de lo añadido]",
    removed="[suprimido:",
    end_of_removal="fin de lo suprimido]",
    moved_from="Trasladado aquí desde {0}.",
    moved_to="Trasladado a {0}.",
    formerly="Antes {0}.",
    same="Los dos textos son iguales.",
    counts=(
        ("changed", "{0} disposición modificada", "{0} disposiciones modificadas"),
        ("added", "{0} añadida", "{0} añadidas"),
        ("removed", "{0} suprimida", "{0} suprimidas"),
        ("moved", "{0} trasladada", "{0} trasladadas"),
        ("renumbered", "{0} con otro número", "{0} con otro número"),
    ),
)
LANGUAGES = {one.language: one for one in (ENGLISH, SPANISH)}


def wording(language: str) -> Wording:
    """The phrases in a language, ``en`` or ``es``; `DocumentError` for any other."""
    if language not in LANGUAGES:
        raise DocumentError(f"no wording in {language!r}; choose one of {', '.join(LANGUAGES)}")
    return LANGUAGES[language]


def summary(redline: Redline, phrases: Wording) -> str:
    """How much changed, in one line such as "2 provisions changed, 1 added."."""
    if not redline.changes:
        return phrases.same
    counted = redline.counts()
    said = [
        (one if counted[status] == 1 else several).format(counted[status])
        for status, one, several in phrases.counts
        if counted[status]
    ]
    return f"{', '.join(said)}." if said else phrases.outside


def note(row: Row, phrases: Wording) -> str:
    """Where a row came from or went; empty for one that stayed."""
    if row.old is None or row.new is None:
        return ""
    if row.status is Status.MOVED_AWAY:
        return phrases.moved_to.format(row.new.label or row.new.role)
    if row.status is Status.MOVED:
        return phrases.moved_from.format(row.old.label or row.old.role)
    return phrases.formerly.format(row.old.label) if row.renumbered else ""

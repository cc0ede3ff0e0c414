"""Two plain sentences, in English and Spanish, that a person at a counter can act on."""

from __future__ import annotations

from scopeofduty.law.outcomes import (
    DISCRETIONARY,
    NEEDS_APPROVAL,
    PERMITTED,
    PROHIBITED,
    REFER,
    REQUIRED,
    SILENT,
)
from scopeofduty.law.vocabulary import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from scopeofduty.law.answer import Answer, Citation

PHRASES: Final = {
    REQUIRED: Text("You must", "Debe hacerlo"),
    PERMITTED: Text("You may; you need not", "Puede hacerlo; no está obligado"),
    DISCRETIONARY: Text(
        "You may; the law leaves it to your agency", "Puede hacerlo; la ley lo deja a su agencia"
    ),
    PROHIBITED: Text("No", "No"),
    NEEDS_APPROVAL: Text("Not without approval", "No sin aprobación"),
    REFER: Text("Ask counsel; until then do not", "Consulte al asesor legal; hasta entonces no lo haga"),
    SILENT: Text(
        "Not covered; until told otherwise do not",
        "No está previsto; hasta nuevo aviso no lo haga",
    ),
}
"""What staff hear for each outcome."""
WORD: Final = Text("section", "artículo")
"""What stands before a section's label where the law has no way of its own to be cited."""


def explained(answer: Answer, language: str) -> str:
    """Return the two sentences."""
    return f"{_what(answer, language)} {_why(answer, language)}".strip()


def _what(answer: Answer, language: str) -> str:
    act = answer.act_name.in_language(language)
    if answer.outcome is None:
        names = {"en": " or ", "es": " o "}[language]
        shown = names.join(_phrase(outcome, answer, language) for outcome in answer.possible)
        opening = {"en": "It cannot be told yet", "es": "Aún no se puede decir"}[language]
        return f"{opening}: {act} — {shown}."
    return f"{_phrase(answer.outcome, answer, language)}: {act}."


def _phrase(outcome: str, answer: Answer, language: str) -> str:
    if outcome == NEEDS_APPROVAL and answer.approver:
        lead = {"en": "Not without the approval of ", "es": "No sin la aprobación de "}[language]
        return lead + answer.approver.in_language(language)
    return PHRASES[outcome].in_language(language)


def _why(answer: Answer, language: str) -> str:
    if answer.outcome is None:
        if answer.question:
            lead = {"en": "Still to be known", "es": "Falta saber"}[language]
            return f"{lead}: {answer.question.text.in_language(language)}"
        return {
            "en": "What is missing only counsel or a record can supply; ask counsel, and until then do not.",
            "es": "Lo que falta solo lo sabe el asesor legal o un expediente; consulte y hasta "
            "entonces no lo haga.",
        }[language]
    if answer.conflict:
        clash = Text("Rules contradict each other here", "Aquí hay normas que se contradicen")
        return f"{clash.in_language(language)}: {cited(answer.conflict, language)}."
    if answer.citations:
        because = {"en": "So says ", "es": "Así lo dice "}[language]
        return because + cited(answer.citations, language) + _aside(answer, language) + "."
    silence = answer.when_silent.in_language(language)
    unspoken = Text("No rule in force speaks of this", "Ninguna norma vigente trata de esto")
    said = unspoken.in_language(language)
    return f"{said}; {silence}." if silence else f"{said}."


def _aside(answer: Answer, language: str) -> str:
    if not answer.set_aside:
        return ""
    lead = {"en": "; it sets aside ", "es": "; deja sin aplicar "}[language]
    return lead + cited(answer.set_aside, language)


def cited(citations: Sequence[Citation], language: str) -> str:
    """Return citations as running text: "section 4(b)(2) (Criminal warrants), …"."""
    shown = []
    for citation in citations:
        word = citation.cited_as.in_language(language) or WORD.in_language(language)
        heading = citation.heading.in_language(language)
        shown.append(f"{word} {citation.section}" + (f" ({heading})" if heading else ""))
    return ", ".join(dict.fromkeys(shown))

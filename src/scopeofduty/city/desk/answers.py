"""A determination made ready for the page: what was told, what can be changed, what is asked next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty.city.desk.asker import ANYBODY
from scopeofduty.city.desk.templatetags.law_words import language, section
from scopeofduty.city.profile.models import Department
from scopeofduty.law.vocabulary import ACTOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scopeofduty import law
    from scopeofduty.city.desk.determination import Determination
    from scopeofduty.city.desk.given import Given

# Values that an answer turns on most at each door; the others follow under “more answers”.
FIRST = {
    "purpose": (
        "civil_immigration",
        "mixed",
        "immigration_crime",
        "criminal_investigation",
        "terrorism_or_trafficking",
        "public_safety",
        "other",
    ),
    "paper": (
        "none",
        "detainer",
        "administrative_warrant",
        "judicial_warrant",
        "criminal_warrant",
        "court_order",
        "warrant_kind_unclear",
    ),
    "requester": ("ice", "cbp", "hsi", "us_marshals", "fbi", "other_federal", "federal_delegate"),
    "info": ("immigration_status", "release_date", "home_address", "custody_information", "criminal_history"),
}
FIRST_AT_A_FORM = {
    "purpose": (
        "provide_services",
        "program_administration",
        "criminal_investigation",
        "consular_notification",
        "voter_registration",
        "other",
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its words, and everything told once it is chosen."""

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The next question, with its buttons."""

    fact: str
    text: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    number: bool
    unit: str
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the person told us: the question, the answer, and the answers it can change to."""

    fact: str
    text: str
    answer: str
    choices: tuple[Choice, ...]
    kept: tuple[str, ...]


def asked(
    question: law.Question | None, given: Given, first_shown: Mapping[str, tuple[str, ...]] = FIRST
) -> Asked | None:
    """Return the next question as buttons, each carrying what was told before."""
    if question is None:
        return None
    choices = _choices(question.fact, question.choices)
    first = first_shown.get(question.fact, tuple(choice.token.partition(":")[2] for choice in choices))
    shown = tuple(choice for choice in choices if choice.token.partition(":")[2] in first)
    return Asked(
        question.fact,
        question.text.in_language(language()),
        shown or choices,
        tuple(choice for choice in choices if shown and choice not in shown),
        question.kind == "number",
        question.unit,
        tuple(given.without(question.fact).tokens()),
    )


def told(given: Given, vocabulary: law.Vocabulary) -> list[Told]:
    """Return everything the person told us, in the order told, each changeable."""
    facts = {ACTOR: given.actor, **given.facts} if given.actor else dict(given.facts)
    rows = []
    for name, value in facts.items():
        fact = vocabulary.facts[name]
        choices = _choices(name, fact.choices)
        current = f"{name}:{('yes' if value else 'no') if isinstance(value, bool) else value}"
        rows.append(
            Told(
                name,
                fact.question.in_language(language()),
                sentence(fact.meaning(value).in_language(language())),
                tuple(choice for choice in choices if choice.token != current),
                tuple(given.without(name).tokens()),
            )
        )
    return rows


def reasons(found: Determination, vocabulary: law.Vocabulary) -> list[str]:
    """Say why an answer is counsel's: conflict, no signature, weak foundation, or what is missing."""
    said = []
    if found.conflict:
        said.append(
            _("Two rules that both apply say different things. Only counsel can say which one holds.")
        )
    for each in found.citations:
        named = section(each.citation)
        if each.citation.approver:
            wants = (
                _("%(section)s leaves this to %(approver)s.")
                if each.citation.outcome == "refer"
                else _("%(section)s wants the approval of %(approver)s first.")
            )
            said.append(
                wants % {"section": named, "approver": each.citation.approver.in_language(language())}
            )
        if each.weak:
            said.append(
                _("%(section)s rests on news or background knowledge alone; the official text was not read.")
                % {"section": named}
            )
        elif each.signed is None:
            said.append(_("Counsel has not signed %(section)s as it is written today.") % {"section": named})
    if not found.citations and found.missing:
        known = ", ".join(
            f"“{vocabulary.facts[name].question.in_language(language())}”" for name in found.missing[:4]
        )
        said.append(_("It turns on what counsel or a record must say: %(questions)s") % {"questions": known})
    return said


def duties(found: Determination, vocabulary: law.Vocabulary) -> list[str]:
    """Say what the law attaches to the answer: whom to tell, what to copy, what to write."""
    named = (vocabulary.duties[duty] for duty in found.duties if duty in vocabulary.duties)
    return [sentence(text.in_language(language())) for text in named]


def warnings(found: Determination, today: date) -> list[str]:
    """Say what is old about the law the answer rests on. A warning never blocks the answer."""
    said = []
    for each in found.citations:
        if each.signed and each.signed.review_on < today:
            said.append(
                _("%(section)s was to be reviewed by %(day)s. The answer stands; tell counsel.")
                % {"section": section(each.citation), "day": each.signed.review_on.isoformat()}
            )
        if each.citation.draft:
            said.append(
                _("%(section)s is a draft: it was proposed and not adopted.")
                % {"section": section(each.citation)}
            )
    return list(dict.fromkeys(said))


def sentence(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def _choices(fact: str, choices: Iterable[law.Choice]) -> tuple[Choice, ...]:
    if fact == ACTOR:
        known = {choice.value for choice in choices}
        return tuple(
            Choice(str(office), f"{ACTOR}:{office.actor if office.actor in known else ANYBODY}")
            for office in Department.objects.all()
        )
    return tuple(
        Choice(
            sentence(choice.meaning.in_language(language())),
            f"{fact}:{('yes' if choice.value else 'no') if isinstance(choice.value, bool) else choice.value}",
        )
        for choice in choices
    )

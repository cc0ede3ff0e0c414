"""The law in force as the offline desk carries it: the table, who signed each rule, and the desk's own words.

Everything here is public: the law, the city's forms, its register of legal obligations. Nothing of a contact,
a person or a question is in it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language

from scopeofduty.city.collection import register
from scopeofduty.city.collection.information import INFORMATION
from scopeofduty.city.collection.models import Force
from scopeofduty.city.desk import law_in_force, sentences
from scopeofduty.city.desk.answers import FIRST, FIRST_AT_A_FORM, sentence
from scopeofduty.city.desk.asker import actor_of
from scopeofduty.city.desk.determination import HELP, for_staff
from scopeofduty.city.desk.kinds import KINDS, NOBODY_IN_DANGER
from scopeofduty.city.desk.phrase import Phrase, phrase_of
from scopeofduty.city.desk.signatures import Foundation, foundations
from scopeofduty.city.desk.templatetags.law_words import language, section
from scopeofduty.city.profile.models import City, Department
from scopeofduty.law.tabulating import encoded, table

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty import law

FORMAT: Final = "scopeofduty offline desk 1"
OUTCOMES: Final = (
    "required",
    "permitted",
    "discretionary",
    "prohibited",
    "needs approval",
    "refer",
    "silent",
)
ACT: Final = "{act}"
"""Where the act stands in a sentence that names it."""


def offline_desk(at: datetime) -> dict[str, Any]:
    """Return what a device needs to answer as the desk does, in the language now active.

    Raises:
        NoLawError: the city has no law that can be read.
    """
    today = register.today(at)
    in_force = law_in_force.on(today)
    vocabulary = in_force.book.vocabulary
    city = City.objects.first()
    return {
        "format": FORMAT,
        "language": language(),
        "fetched": at.isoformat(timespec="seconds"),
        "day": today.isoformat(),
        "changes": _next_change(in_force),
        "law": _law(in_force),
        "counsel": {"name": city.counsel_name, "phone": city.counsel_phone} if city else {},
        "phrases": {phrase.value: str(phrase.label) for phrase in Phrase},
        "phrase_of": {outcome: phrase_of(outcome).value for outcome in OUTCOMES},
        "sentences": {"agent": _sentences(agent=True), "resident": _sentences(agent=False)},
        "about": {phrase.value: sentences.about(phrase, ACT) for phrase in Phrase},
        "help": sorted(HELP),
        "calm": dict(NOBODY_IN_DANGER),
        "kinds": [_kind(each) for each in KINDS],
        "departments": [_department(each, vocabulary) for each in _departments()],
        "information": [_information(each) for each in INFORMATION],
        "register": [_entry(each) for each in register.standing()],
        "first": {"agent": FIRST, "resident": FIRST_AT_A_FORM},
    }


def _departments() -> Any:
    return Department.objects.prefetch_related("services")


def _law(in_force: law.InForce) -> dict[str, Any]:
    data = dict(_table(in_force, get_language() or "en"))
    cited = [in_force.cite(rule) for rule in in_force.rules]
    data["rules"] = [
        {**row, **_founded(each)} for row, each in zip(data["rules"], foundations(cited), strict=True)
    ]
    return data


@lru_cache(maxsize=4)
def _table(in_force: law.InForce, _language: str) -> dict[str, Any]:
    """Return the table of the law in one language; its rules do not carry signatures yet."""
    vocabulary = in_force.book.vocabulary
    data = _in_language(table(in_force), language())
    # Facts that no rule tests still tie others down: “the paper is a detainer” says what is asked for.
    tied = {name for tie in vocabulary.implies for side in (tie.given, tie.then) for name in dict(side)}
    given = {name for kind in KINDS for name in kind.facts}
    for name in sorted((tied | given) & vocabulary.facts.keys()):
        data["facts"].setdefault(name, _fact(vocabulary.facts[name]))
    for name, fact in data["facts"].items():
        fact["for_staff"] = for_staff(vocabulary.facts[name])
    data["duty_rules"] = [
        {"id": duty.id, "acts": sorted(duty.acts), "condition": encoded(duty.condition)}
        for duty in in_force.duty_rules
    ]
    data["duties"] = {name: sentence(text) for name, text in data["duties"].items()}
    return data


def _fact(fact: law.Fact) -> dict[str, Any]:
    """Return a fact that no rule tests, as the table writes those that some rule does."""
    return {
        "kind": fact.kind,
        "question": fact.question.in_language(language()),
        "choices": [[choice.value, choice.meaning.in_language(language())] for choice in fact.choices],
        "groups": {name: sorted(map(str, members)) for name, members in fact.groups.items()},
        "who_knows": fact.who_knows,
        "unit": fact.unit,
    }


def _in_language(data: Any, chosen: str) -> Any:
    """Return data with each text in both languages replaced by the one chosen."""
    if isinstance(data, dict):
        if data.keys() == {"en", "es"}:
            return data[chosen]
        return {key: _in_language(value, chosen) for key, value in data.items()}
    return [_in_language(each, chosen) for each in data] if isinstance(data, list) else data


def _founded(each: Foundation) -> dict[str, Any]:
    signed = each.signed
    citation = each.citation
    return {
        "named": section(citation),
        "approval": phrase_of(citation.outcome or "", citation.approver.en).value,
        "weak": each.weak,
        "stands": each.stands,
        "signed": {
            "name": signed.name,
            "on": signed.on.isoformat(),
            "review_on": signed.review_on.isoformat(),
        }
        if signed
        else None,
    }


def _next_change(in_force: law.InForce) -> str | None:
    """Return the first day after which another version or rule stands, as far as the packs say."""
    days = {
        day
        for pack in in_force.book.packs
        for version in pack.versions
        for each in (version, *version.rules)
        for day in (each.start, each.end)
        if day and day > in_force.day and not version.draft
    }
    return min(days).isoformat() if days else None


def _sentences(*, agent: bool) -> dict[str, Any]:
    return {
        phrase.value: {
            "say": sentences.in_both(phrase, agent=agent),
            "now": sentences.now(phrase, agent=agent),
        }
        for phrase in Phrase
    }


def _kind(kind: Any) -> dict[str, Any]:
    return {
        "id": kind.id,
        "label": str(kind.label),
        "hint": str(kind.hint),
        "act": kind.act,
        "doing": str(kind.doing),
        "facts": dict(kind.facts),
        "actor": kind.actor,
        "note": str(kind.note),
        "first": kind.first,
    }


def _department(office: Department, vocabulary: law.Vocabulary) -> dict[str, Any]:
    services = [{"id": each.slug, "label": str(each)} for each in office.services.all()]  # type: ignore[attr-defined]
    return {
        "id": office.slug,
        "label": str(office),
        "actor": actor_of(office, vocabulary),
        "services": services,
    }


def _information(each: Any) -> dict[str, Any]:
    return {
        "id": each.id,
        "info": each.info,
        "label": str(each.label),
        "hint": str(each.hint),
        "asking": str(each.asking),
        "recording": str(each.recording),
    }


def _entry(row: Any) -> dict[str, Any]:
    return {
        "department": row.department.slug,
        "service": row.service.slug if row.service else None,
        "information": list(row.information),
        "duty": row.kind == Force.DUTY,
        "kind": str(row.get_kind_display()),
        "law": row.law,
        "form": row.form,
        "asks": row.asked,
        "counsel": row.counsel,
        "listed_on": row.listed_on.isoformat() if row.listed_on else "",
        "review_on": row.review_on.isoformat() if row.review_on else "",
    }

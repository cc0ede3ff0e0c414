"""The study log's words in the reader's language: what is stored are ids of the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import formats
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from scopeofduty import law

if TYPE_CHECKING:
    from scopeofduty.city.study.models import StudyRow

register = template.Library()
ACTOR = "actor"
# Reasons of the shipped mapping: stored as written there, read in the reader's language.
SHIPPED_REASONS = (
    gettext_noop("an aggregate of several contacts, not a contact"),
    gettext_noop("no contact took place: the row records that nobody was asked"),
)


def _words(text: law.Text) -> str:
    return text.in_language("es" if (get_language() or "").startswith("es") else "en")


@register.filter
def verdict_word(verdict: str) -> str:
    """Return what the law says, in a word."""
    outcomes = law.shared().outcomes
    return _words(outcomes[verdict]) if verdict in outcomes else _("undetermined")


@register.filter
def verdict_words(verdicts: list[str]) -> str:
    """Return several outcomes, in words."""
    return ", ".join(map(verdict_word, verdicts))


@register.filter
def practice_word(practice: str) -> str:
    """Return what was done, in a word."""
    return {"complied": _("complied"), "declined": _("declined")}.get(practice, _("unknown"))


@register.filter
def act_word(act: str) -> str:
    """Return an act's name; one that only a pack knows stays as it is."""
    known = law.shared().acts.get(act)
    return _words(known.name) if known else act


@register.filter
def fact_word(fact: str) -> str:
    """Return the question that a fact answers; one that only a pack knows stays as it is."""
    known = law.shared().facts.get(fact)
    return _words(known.question) if known else fact


@register.filter
def value_word(value: Any, fact: str) -> str:
    """Return the value of a fact, in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    known = law.shared().facts.get(fact)
    meanings = {choice.value: choice.meaning for choice in known.choices} if known else {}
    return _words(meanings[value]) if value in meanings else str(value)


@register.filter
def actor_word(actor: str) -> str:
    """Return who acted, in words."""
    return value_word(actor, ACTOR)


@register.filter
def day_word(row: StudyRow) -> str:
    """Return the row's day as people write it; a date that isn't whole stays as the source has it."""
    if row.first_day and row.first_day == row.last_day:
        return formats.date_format(row.first_day, "SHORT_DATE_FORMAT")
    return row.date_text or "—"

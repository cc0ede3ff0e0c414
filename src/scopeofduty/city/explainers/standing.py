"""How an explainer stands: whether counsel read it, and whether the law still says what they read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty import law
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.explainers import situations
from scopeofduty.law.comparing import DUTY_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from scopeofduty.city.desk.determination import Determination
    from scopeofduty.city.explainers.models import Explainer, ExplainerReview, ExplainerText

NO_SUCH_ANSWER = "unknown"


class State(TextChoices):
    """How an explainer stands."""

    WAITS = "waits", gettext_lazy("Waits for counsel to read it")
    REVIEWED = "reviewed", gettext_lazy("Read by counsel")
    CHANGED = "changed", gettext_lazy("The law changed since counsel read it")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


@dataclass(frozen=True)
class Standing:
    """An explainer at a moment.

    Attributes:
        state: how it stands.
        text: the text to show: the last that counsel read; the newest where they read none.
        review: counsel's reading of that text, if any.
        changes: what the law says differently since that reading, a sentence each.
        newer: a later text that still waits for counsel.
    """

    state: State
    text: ExplainerText
    review: ExplainerReview | None = None
    changes: tuple[str, ...] = ()
    newer: ExplainerText | None = None


def standing(explainer: Explainer, in_force: law.InForce, at: datetime) -> Standing | None:
    """Return how the explainer stands at ``at`` under the law given; None before its first text."""
    texts = [text for text in explainer.texts.all() if text.at <= at]
    if not texts:
        return None
    newest = texts[-1]
    if newest.withdrawn:
        return Standing(State.WITHDRAWN, newest)
    for text in reversed(texts):
        reviews = [review for review in text.reviews.all() if review.at <= at]
        if reviews and not text.withdrawn:
            changes = tuple(changed(text, reviews[-1].found, in_force))
            state = State.CHANGED if changes else State.REVIEWED
            return Standing(state, text, reviews[-1], changes, newest if newest is not text else None)
    return Standing(State.WAITS, newest)


def snapshot(text: ExplainerText, in_force: law.InForce) -> dict[str, Any]:
    """Return what the law says of the text's sections and situations, to be held against later law."""
    return {
        "sections": [section_hash(each, in_force) for each in text.rests_on],
        "answers": [said(each["asks"], in_force) for each in text.situations],
    }


def changed(text: ExplainerText, found: dict[str, Any], in_force: law.InForce) -> Iterable[str]:
    """Yield what the law says differently from what ``found`` kept, a sentence each."""
    now = snapshot(text, in_force)
    for section, before, after in zip(text.rests_on, found["sections"], now["sections"], strict=True):
        if before != after:
            words = (
                _("%(law)s %(section)s was changed.") if after else _("%(law)s %(section)s no longer stands.")
            )
            yield words % section
    for situation, before, after in zip(text.situations, found["answers"], now["answers"], strict=True):
        if before != after:
            yield _("“%(situation)s”: the rules said “%(before)s” and now say “%(after)s”.") % {
                "situation": _in_language(situation),
                "before": label(before),
                "after": label(after),
            }


def section_hash(rests_on: dict[str, str], in_force: law.InForce) -> str:
    """Return the SHA-256 (hex) of a section, its rules and duties; empty when it doesn't stand that day."""
    for version in in_force.versions:
        section = version.sections.get(rests_on["section"])
        if (version.pack, version.law) == (rests_on["pack"], rests_on["law"]) and section:
            cited = sorted(
                in_force.cite(rule).hash
                for rule in in_force.rules
                if (rule.pack, rule.law, rule.section) == (version.pack, version.law, section.label)
            )
            duties = sorted(
                repr([duty.id, *(getattr(duty, name) for name in DUTY_PARAMETERS)])
                for duty in in_force.duty_rules
                if (duty.pack, duty.law, duty.section) == (version.pack, version.law, section.label)
            )
            parts = [section.heading.en, section.text.en, section.text.es, *cited, *duties]
            return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return ""


def said(asks: str, in_force: law.InForce) -> str:
    """Return the phrase that the rules give for a situation; `unknown` when the law knows no such thing."""
    found = answer(asks, in_force)
    return found.said.value if found else NO_SUCH_ANSWER


def answer(asks: str, in_force: law.InForce) -> Determination | None:
    """Return what the desk says of a situation, or None when the law can't be asked about it any more."""
    try:
        asked = situations.read(asks)
        return determine(
            act=asked.act,
            actor=asked.actor,
            facts=_typed(asked, in_force),
            on=in_force.day,
            in_force=in_force,
        )
    except (law.LawError, situations.SituationError):
        return None


def _typed(asked: situations.Situation, in_force: law.InForce) -> dict[str, law.Value]:
    return dict(in_force.ask(asked.act, asked.actor, asked.facts).facts)


def label(phrase: str) -> str:
    """Return a phrase in the reader's language."""
    return str(Phrase(phrase).label) if phrase in Phrase.values else _("nothing: the law has no such words")


def _in_language(situation: dict[str, str]) -> str:
    from django.utils.translation import get_language

    return situation["es"] if (get_language() or "").startswith("es") else situation["en"]

"""Explainers become public at the publication windows, in both languages, with today's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from scopeofduty.city.desk import law_in_force
from scopeofduty.city.explainers.models import Explainer
from scopeofduty.city.explainers.standing import State, answer, changed, standing
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicExplainer
from scopeofduty.city.public.router import WRITER
from scopeofduty.city.public.shown import anchor

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty import law
    from scopeofduty.city.explainers.models import ExplainerText
    from scopeofduty.city.explainers.standing import Standing


def publish(window: datetime) -> None:
    """Show the public every explainer that counsel has read, as it stands at ``window`` (UTC)."""
    city = City.objects.first()
    day = window.astimezone(ZoneInfo(city.zone if city else settings.TIME_ZONE)).date()
    try:
        in_force = law_in_force.on(day)
    except law_in_force.NoLawError:
        return
    shown = {}
    for explainer in Explainer.objects.prefetch_related("texts__reviews"):
        found = standing(explainer, in_force, window)
        if found and found.review:
            shown[explainer.slug] = {"order": explainer.order, "content": content(found, in_force)}
    with transaction.atomic(using=WRITER):
        PublicExplainer.objects.exclude(slug__in=shown).delete()
        for slug, values in shown.items():
            PublicExplainer.objects.update_or_create(slug=slug, defaults=values)


def content(found: Standing, in_force: law.InForce) -> dict[str, Any]:
    """Return what the public page says of an explainer that counsel has read, in both languages."""
    review = found.review
    assert review  # noqa: S101 — only pages that counsel read are shown
    return content_of_text(found.text, in_force) | {
        "reviewed_by": review.name,
        "reviewed_on": review.on.isoformat(),
        "changed": found.state is State.CHANGED,
        "changes": in_both_lists(found, in_force),
    }


def content_of_text(text: ExplainerText, in_force: law.InForce) -> dict[str, Any]:
    """Return what a text says, in both languages, with its sections and the desk's answers of the day."""
    return {
        "claim": {"en": text.claim, "es": text.claim_es},
        "answer": {"en": text.answer, "es": text.answer_es},
        "body": {"en": text.body, "es": text.body_es},
        "sections": [_section(each, in_force) for each in text.rests_on],
        "situations": [_situation(each, in_force) for each in text.situations],
    }


def in_both_lists(found: Standing, in_force: law.InForce) -> list[dict[str, str]]:
    """Return what changed since counsel's reading, each in both languages."""
    assert found.review  # noqa: S101 — as above
    kept = found.review.found
    told = in_both(lambda: "\n".join(changed(found.text, kept, in_force)))
    return [
        {"en": english, "es": spanish}
        for english, spanish in zip(told["en"].splitlines(), told["es"].splitlines(), strict=True)
    ]


def _section(rests_on: dict[str, str], in_force: law.InForce) -> dict[str, Any]:
    for version in in_force.versions:
        section = version.sections.get(rests_on["section"])
        if (version.pack, version.law) == (rests_on["pack"], rests_on["law"]) and section:
            return {
                "law": version.law,
                "label": section.label,
                "at": anchor(version.law, section.label),
                "heading": {"en": section.heading.en, "es": section.heading.es},
                "text": {"en": section.text.en, "es": section.text.es},
            }
    return {"law": rests_on["law"], "label": rests_on["section"], "at": "", "heading": {}, "text": {}}


def _situation(situation: dict[str, str], in_force: law.InForce) -> dict[str, Any]:
    found = answer(situation["asks"], in_force)
    return {
        "words": {"en": situation["en"], "es": situation["es"]},
        "phrase": in_both(lambda: str(found.phrase.label)) if found else {"en": "—", "es": "—"},
        "tone": found.phrase.value if found else "",
        "cites": sorted({each.citation.section for each in found.citations}) if found else [],
    }

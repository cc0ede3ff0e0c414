"""Riverbend's explainers: written by the clerk, read by counsel; one still waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.collection.register import today
from scopeofduty.city.demo.corpus import load
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.explainers import writing
from scopeofduty.city.explainers.models import Explainer
from scopeofduty.city.explainers.projecting import publish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

PAGES = "explainers.yaml"
READ_AGAIN = timedelta(days=365)
WAITS = "will-the-public-be-told"


def explain(people: Mapping[str, User], at: datetime) -> None:
    """Write and sign the pages; one that is there already is left as it is."""
    in_force = law_in_force.on(today(at))
    version = in_force.versions[0]
    for order, told in enumerate(load(PAGES), start=1):
        slug = told.pop("slug")
        if Explainer.objects.filter(slug=slug).exists():
            continue
        sections = told.pop("sections")
        told["rests_on"] = [
            {"pack": version.pack, "law": version.law, "section": section} for section in sections
        ]
        text = writing.write(slug, told, by=people["clerk"], at=at - timedelta(days=40), base=0)
        Explainer.objects.filter(slug=slug).update(order=order)
        if text and slug != WAITS:
            signed = at - timedelta(days=38)
            writing.review(
                text,
                name=people["counsel"].name,
                review_on=today(signed) + READ_AGAIN,
                by=people["counsel"],
                at=signed,
                in_force=in_force,
            )
    publish(at)

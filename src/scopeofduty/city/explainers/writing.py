"""The only ways to change an explainer: write a text, withdraw it, put counsel's name under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.accounts import audit
from scopeofduty.city.collection.register import today
from scopeofduty.city.explainers.models import Explainer, ExplainerReview, ExplainerText
from scopeofduty.city.explainers.standing import snapshot

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty import law
    from scopeofduty.city.accounts.models import User

SAYS = ("claim", "claim_es", "answer", "answer_es", "body", "body_es", "rests_on", "situations")


def write(
    slug: str,
    values: dict[str, Any],
    *,
    by: User,
    at: datetime,
    base: int,
    reason: str = "",
    withdrawn: bool = False,
) -> ExplainerText | None:
    """Add the next text of an explainer.

    Args:
        slug: its address; a new one begins a new explainer.
        values: what it says, by the names in ``SAYS``.
        by: who writes.
        at: when.
        base: the number of the text that the writer had before them (0: none).
        reason: why it was changed.
        withdrawn: whether this takes the page away.

    Returns:
        The text; None when somebody else wrote a later one meanwhile, and nothing was written.
    """
    with transaction.atomic():
        Explainer.objects.get_or_create(slug=slug)
        explainer = Explainer.objects.select_for_update().get(slug=slug)
        last = explainer.texts.last()
        if (last.seq if last else 0) != base:
            return None
        said = {name: values[name] for name in SAYS}
        text = ExplainerText.objects.create(
            explainer=explainer, seq=base + 1, by=by, at=at, reason=reason, withdrawn=withdrawn, **said
        )
        event = audit.Event.EXPLAINER_WITHDRAWN if withdrawn else audit.Event.EXPLAINER_WRITTEN
        audit.record(event, actor=by, subject=str(text), at=at, reason=reason[:300])
    return text


def review(
    text: ExplainerText, *, name: str, review_on: date, by: User, at: datetime, in_force: law.InForce
) -> ExplainerReview:
    """Put counsel's name under a text, beside what the law says of it today."""
    with transaction.atomic():
        found = snapshot(text, in_force)
        done = ExplainerReview.objects.create(
            text=text, name=name, on=today(at), review_on=review_on, found=found, by=by, at=at
        )
        audit.record(audit.Event.EXPLAINER_REVIEWED, actor=by, subject=str(text), at=at)
    return done

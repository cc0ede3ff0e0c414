"""What drafts put into a person's room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.cards import Card
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.drafts.models import Comment, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


def cards(person: User, at: datetime) -> Iterator[Card]:  # noqa: ARG001 — the hook's signature
    """Yield the cards for ``person``."""
    if person.may(Permission.DRAFT_WRITE):
        yield Card(
            title=_("Drafts of the ordinance"),
            text=_("Write, take in files, answer suggestions, see what each change does."),
            address=reverse("drafts:drafts"),
            waiting=Suggestion.objects.filter(state=Suggestion.State.OPEN).count(),
            order=24,
        )
    elif person.may(Permission.DRAFT_READ):
        yield Card(
            title=_("Drafts of the ordinance"),
            text=_("Read what is being written, see what it would change, suggest other words."),
            address=reverse("drafts:drafts"),
            order=46,
        )
    if person.may(Permission.COMMENT_MODERATE):
        yield Card(
            title=_("Residents' comments"),
            text=_("Show them by the published rules; nothing is kept back without a public reason."),
            address=reverse("drafts:queue"),
            waiting=Comment.objects.filter(moderations=None).count(),
            order=18,
        )
    elif person.may(Permission.COMMENT_ANSWER):
        yield Card(
            title=_("Residents' comments"),
            text=_("Read what residents say of the drafts, and answer."),
            address=reverse("drafts:queue"),
            order=40,
        )

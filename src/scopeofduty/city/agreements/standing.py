"""How an agreement stands on a day, worked out from what happened to it. Nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.agreements.models import LAW_KIND, Agreement
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.models import Step

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.agreements.models import Question, Ruling, Signature, Text
    from scopeofduty.city.commission.models import Vote

SOON = timedelta(days=60)
A_YEAR = timedelta(days=365)
"""An agreement whose text names no review is looked at again a year after it was signed."""


class State(TextChoices):
    """Where it is in its life."""

    DRAFT = "draft", _("Draft: counsel has not read it")
    READ = "read", _("Read by counsel")
    NOTICE = "notice", _("Public notice: everybody can read and answer")
    READY = "ready", _("Ready for the commission's vote")
    AGENDA = "agenda", _("On the commission's agenda")
    REFUSED = "refused", _("Refused by the commission")
    APPROVED = "approved", _("Approved by the commission, not signed yet")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Lapsed: its time is over")
    WITHDRAWN = "withdrawn", _("Ended")
    NO_AUTHORITY = "no_authority", _("Signed without a vote: no authority")


TONE: dict[str, str] = {
    State.IN_FORCE: "may",
    State.APPROVED: "may",
    State.NO_AUTHORITY: "no",
    State.REFUSED: "no",
    State.NOTICE: "ask",
    State.AGENDA: "ask",
}


@dataclass(frozen=True)
class Standing:
    """An agreement on a day.

    Attributes:
        agreement: which.
        state: where it is in its life.
        text: the newest proposed text, or the one that was signed.
        vote: the last vote closed on any of its texts.
        approval: the vote that approves the newest text and came first; None where there is none.
        ends_on: when it ends by its own words.
        review_on: when it is to be looked at again.
    """

    agreement: Agreement
    state: State
    text: Text | None
    question: Question | None
    vote: Vote | None
    approval: Vote | None
    signature: Signature | None
    ruling: Ruling | None
    ends_on: date | None
    review_on: date | None

    @property
    def approved(self) -> bool:
        """Whether the commission approved it in advance, and that approval still carries it."""
        return self.state in {State.APPROVED, State.IN_FORCE}

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return TONE.get(self.state, "")

    @property
    def late(self) -> bool:
        """Whether it was signed although no vote came first: so for ever, whatever happened later."""
        return self.signature is not None and self.signature.vote_id is None

    def facts(self) -> dict[str, str | bool]:
        """Return what the register tells the desk: facts that nobody else can tell it."""
        return {
            "agreement_kind": LAW_KIND[self.agreement.kind],
            "agreement_is_renewal": self.agreement.renews_id is not None,
            "governing_body_approved": self.approved,
        }

    def alarms(self, day: date) -> dict[str, date]:
        """Return what somebody must look after, ``expires`` or ``review``, and since which day."""
        if self.state is not State.IN_FORCE:
            return {}
        begins = {"expires": self.ends_on and self.ends_on - SOON, "review": self.review_on}
        return {name: since for name, since in begins.items() if since and since <= day}


def approval_of(text: Text) -> Vote | None:
    """Return the vote that passed on exactly this text, the first if there are several."""
    for question in text.questions.select_related("item"):
        if question.item.step != Step.AGREEMENT:
            continue
        passed = question.item.votes.filter(result="passed").order_by("closed_at").first()
        if passed:
            return passed
    return None


def standing(agreement: Agreement, day: date) -> Standing:
    """Return how an agreement stands on ``day``, the city's own date."""
    texts = list(agreement.texts.all())
    signature = getattr(agreement, "signature", None)
    text = signature.text if signature and signature.text else (texts[-1] if texts else None)
    votes = [vote for each in texts for vote in _votes(each)]
    approval = signature.vote if signature else (approval_of(text) if text else None)
    return Standing(
        agreement=agreement,
        state=_state(agreement, text, approval, votes, day),
        text=text,
        question=text.questions.last() if text else None,
        vote=max(votes, key=lambda vote: vote.closed_at, default=None),
        approval=approval,
        signature=signature,
        ruling=agreement.rulings.last(),
        ends_on=signature.expires_on if signature else (text.expires_on if text else None),
        review_on=_review_on(agreement, text),
    )


def _review_on(agreement: Agreement, text: Text | None) -> date | None:
    """Return when it is to be looked at again: as a review or its text says, else after a year."""
    review = agreement.reviews.last()
    if review:
        return review.next_on
    if text and text.review_on:
        return text.review_on
    signature = getattr(agreement, "signature", None)
    return today(signature.signed_at) + A_YEAR if signature else None


def _votes(text: Text) -> list[Vote]:
    found = text.questions.select_related("item").prefetch_related("item__votes")
    return [vote for question in found for vote in question.item.votes.all() if vote.closed_at]


def _state(
    agreement: Agreement, text: Text | None, approval: Vote | None, votes: list[Vote], day: date
) -> State:
    ending = getattr(agreement, "ending", None)
    signature = getattr(agreement, "signature", None)
    # A proposal that was taken back says nothing of what was signed.
    if ending and ending.on <= day and not (signature and ending.how == ending.How.PROPOSAL):
        return State.WITHDRAWN
    if signature:
        if signature.vote_id is None:
            return State.NO_AUTHORITY
        ends = signature.expires_on
        return State.EXPIRED if ends and ends < day else State.IN_FORCE
    if text is None:
        return State.DRAFT
    if approval:
        return State.EXPIRED if text.expires_on and text.expires_on < day else State.APPROVED
    return _before_a_vote(text, votes, day)


def _before_a_vote(text: Text, votes: list[Vote], day: date) -> State:
    mine = {vote.pk for vote in votes} & {vote.pk for vote in _votes(text)}
    if mine:
        return State.REFUSED
    if text.questions.exists():
        return State.AGENDA
    notice = getattr(text, "notice", None)
    if notice:
        return State.READY if notice.until < day else State.NOTICE
    return State.READ if text.analyses.exists() else State.DRAFT


def every(day: date) -> list[Standing]:
    """Return every agreement as it stands on a day, newest first."""
    found = Agreement.objects.select_related("signature__text", "signature__vote", "ending", "renews")
    return [standing(each, day) for each in found.prefetch_related("texts", "rulings", "reviews")]

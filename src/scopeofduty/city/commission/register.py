"""What the public register keeps of a vote: who voted how, on exactly what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.commission.models import Ballot
from scopeofduty.city.ledger.register import enter

if TYPE_CHECKING:
    from scopeofduty.city.commission.models import Vote


def tell(vote: Vote) -> None:
    """Enter a closed vote into the public register, inside the caller's transaction."""
    assert vote.closed_at  # noqa: S101 — told once it is closed
    named = {option: [] for option in Ballot.Option.values}
    for ballot in vote.ballots.all():
        named[ballot.option].append(ballot.name)
    cast = {name for names in named.values() for name in names}
    items = vote.items.select_related("version", "agreement_question__text__agreement")
    texts = [question.text for item in items if (question := getattr(item, "agreement_question", None))]
    facts = {
        "vote": vote.pk,
        "motion": vote.motion,
        "result": vote.result,
        "in_office": vote.in_office,
        "voted_yes": named[Ballot.Option.YES],
        "voted_no": named[Ballot.Option.NO],
        "abstained": named[Ballot.Option.ABSTAIN],
        "did_not_vote": [name for name in vote.members if name not in cast],
        "opened_at": vote.opened_at.isoformat(timespec="seconds"),
        "closed_at": vote.closed_at.isoformat(timespec="seconds"),
        "versions": [item.version.public_id for item in items if item.version],
        "agreements": [text.agreement.public_id for text in texts],
        "texts": [text.sha256 for text in texts],
    }
    enter(
        "vote",
        {name: value for name, value in facts.items() if value != []},
        at=vote.closed_at,
        key=f"vote/{vote.pk}",
    )

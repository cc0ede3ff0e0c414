"""An agreement signed without a vote dated before it: opened for whoever handles violations.

A part that handles violations listens to `without_a_vote`; the row stands either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import Signal

from scopeofduty.city.agreements.asking import ordinance_says
from scopeofduty.city.agreements.models import PossibleViolation
from scopeofduty.city.collection.register import today

if TYPE_CHECKING:
    from scopeofduty.city.agreements.models import Signature

# Sent with `violation` (a PossibleViolation), inside the transaction that records the signature.
without_a_vote = Signal()


def open_violation(signature: Signature) -> PossibleViolation:
    """Open a possible violation, with the section that wanted the vote on the day of signing."""
    agreement = signature.agreement
    made = PossibleViolation.objects.create(agreement=agreement, section=_section(signature), at=signature.at)
    without_a_vote.send(PossibleViolation, violation=made)
    return made


def _section(signature: Signature) -> str:
    says = ordinance_says(signature.agreement, today(signature.signed_at))
    cited = says["without"]["citations"] if says else []
    return ", ".join(dict.fromkeys(each["section"] for each in cited))[:80]

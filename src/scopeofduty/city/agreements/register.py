"""What the public register keeps of an agreement: who signed it, on which vote, and its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.ledger.register import enter

if TYPE_CHECKING:
    from scopeofduty.city.agreements.models import Signature


def tell(signature: Signature) -> None:
    """Enter a signature into the public register, inside the caller's transaction."""
    agreement = signature.agreement
    facts = {
        "agreement": agreement.public_id,
        "of": agreement.kind,
        "title": agreement.title,
        "partner": agreement.partner,
        "signed_at": signature.signed_at.isoformat(),
        "signer": signature.signer,
        "document": signature.sha256,
        "text": signature.text.sha256 if signature.text else "",
        "vote": signature.vote_id or 0,
        "approved_in_advance": signature.vote_id is not None,
    }
    enter("agreement", facts, at=signature.at, key=f"agreement/{agreement.pk}/signature")

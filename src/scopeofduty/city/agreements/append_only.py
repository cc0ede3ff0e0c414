"""No agreement rests on a vote that did not come first: kept by the database itself.

An approval is not a mark on an agreement: it is a vote of the commission on exactly one text, closed before
the signature. Whoever writes another one into a signature is refused here, whatever way they come.
"""

from __future__ import annotations

from scopeofduty.city.accounts.triggers import Rule

APPROVED = (
    "EXISTS (SELECT 1 FROM commission_vote v JOIN commission_vote_items i ON i.vote_id = v.id"
    " JOIN commission_item m ON m.id = i.item_id JOIN agreements_question q ON q.item_id = m.id"
    " JOIN agreements_text t ON t.id = q.text_id"
    ' WHERE v.id = NEW."vote_id" AND v.result = \'passed\' AND v.closed_at <= NEW."signed_at"'
    " AND m.step = 'agreement' AND q.text_id = NEW.\"text_id\""
    ' AND t.agreement_id = NEW."agreement_id")'
)
SIGNED = (
    "EXISTS (SELECT 1 FROM agreements_signature s JOIN agreements_text t ON t.agreement_id = s.agreement_id"
    ' WHERE t.id = NEW."text_id")'
)


def rules(_vendor: str) -> list[Rule]:
    """Return every rule; the words are the same for each vendor."""
    return [
        Rule(
            "agreements_signature",
            "INSERT",
            f'NEW."vote_id" IS NOT NULL AND NOT {APPROVED}',
            "only a vote on this text that passed before the signature approves an agreement",
        ),
        Rule(
            "agreements_question",
            "INSERT",
            f'{SIGNED} OR EXISTS (SELECT 1 FROM commission_vote_items i WHERE i.item_id = NEW."item_id")'  # noqa: S608 — names of our own
            " OR NOT EXISTS (SELECT 1 FROM commission_item m"
            " WHERE m.id = NEW.\"item_id\" AND m.step = 'agreement')",
            "a text is put to a vote before it is signed and before the vote is opened",
        ),
    ]

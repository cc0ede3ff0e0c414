"""Which rules counsel has signed, and what an answer may therefore rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from scopeofduty.city.accounts import audit
from scopeofduty.city.desk.models import RuleSignature

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from scopeofduty import law
    from scopeofduty.city.accounts.models import User

# News, a secondary page or background knowledge: what an answer never rests on alone.
WEAK_MARKS = frozenset({"N", "K"})


@dataclass(frozen=True, slots=True)
class Signed:
    """Counsel's standing signature on a rule's text."""

    name: str
    on: date
    review_on: date


@dataclass(frozen=True, slots=True)
class Foundation:
    """A rule that an answer cites, with the signature under it (None: nobody has signed this text)."""

    citation: law.Citation
    signed: Signed | None

    @property
    def weak(self) -> bool:
        """Whether the rule rests on news or background knowledge alone."""
        return self.citation.mark in WEAK_MARKS

    @property
    def stands(self) -> bool:
        """Whether an answer may rest on it."""
        return self.signed is not None and not self.weak


def foundations(citations: Iterable[law.Citation]) -> tuple[Foundation, ...]:
    """Return cited rules, each with the signature on exactly this text, if one stands."""
    cited = tuple(citations)
    standing = RuleSignature.objects.filter(
        text_hash__in={citation.hash for citation in cited}, withdrawn_at=None
    )
    signed = {
        (row.pack, row.law, row.rule, row.text_hash): Signed(row.name, row.signed_on, row.review_on)
        for row in standing
    }
    return tuple(Foundation(each, signed.get((each.pack, each.law, each.rule, each.hash))) for each in cited)


def sign(citation: law.Citation, *, name: str, on: date, review_on: date, by: User, at: datetime) -> bool:
    """Put counsel's name under a rule's text.

    Returns:
        Whether this call signed it; False when a signature stands already.
    """
    try:
        with transaction.atomic():
            RuleSignature.objects.create(
                pack=citation.pack,
                law=citation.law,
                rule=citation.rule,
                section=citation.section,
                text_hash=citation.hash,
                name=name,
                signed_on=on,
                review_on=review_on,
                by=by,
                at=at,
            )
            audit.record(audit.Event.RULE_SIGNED, actor=by, subject=_named(citation), at=at)
    except IntegrityError:
        return False
    return True


def withdraw(citation: law.Citation, *, by: User, at: datetime, reason: str) -> bool:
    """Take counsel's name from under a rule's text; the row stays, with the reason.

    Returns:
        Whether a signature stood.
    """
    standing = RuleSignature.objects.filter(
        pack=citation.pack,
        law=citation.law,
        rule=citation.rule,
        text_hash=citation.hash,
        withdrawn_at=None,
    )
    with transaction.atomic():
        if not standing.update(withdrawn_at=at, withdrawn_by=by, withdrawn_reason=reason):
            return False
        event = audit.Event.RULE_WITHDRAWN
        audit.record(event, actor=by, subject=_named(citation), reason=reason[:300], at=at)
    return True


def _named(citation: law.Citation) -> str:
    return f"{citation.pack} {citation.rule} {citation.hash[:12]}"

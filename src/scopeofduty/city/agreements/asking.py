"""What the ordinance says of making an agreement, as counsel's analysis and the page show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.agreements.models import LAW_KIND
from scopeofduty.city.desk.asker import ANYBODY
from scopeofduty.city.desk.determination import VOTE, determine
from scopeofduty.city.desk.law_in_force import NoLawError
from scopeofduty.city.desk.phrase import Phrase

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.agreements.models import Agreement

ACT = "make an agreement"


def ordinance_says(agreement: Agreement, day: date) -> dict[str, Any]:
    """Return the desk's determinations on a day, without a vote and with one, as JSON to keep.

    Empty when no law can be read.
    """
    facts = {
        "threat_to_life": False,
        "agreement_kind": LAW_KIND[agreement.kind],
        "agreement_is_renewal": agreement.renews_id is not None,
    }
    try:
        return {
            name: determine(act=ACT, actor=ANYBODY, facts={**facts, VOTE: voted}, on=day).as_json()
            for name, voted in (("without", False), ("with", True))
        }
    except (NoLawError, law.LawError):
        return {}


def shown_answers(says: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the two determinations as a page shows them: phrase, and the sections cited."""
    return [
        {
            "voted": name == "with",
            "phrase": Phrase(found["phrase"]).label,
            "value": found["phrase"],
            "sections": list(dict.fromkeys(cited["section"] for cited in found["citations"])),
        }
        for name, found in says.items()
    ]

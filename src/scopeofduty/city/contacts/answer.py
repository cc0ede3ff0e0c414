"""The answer at the time of receipt: worked out here from act, actor and facts, never taken from a client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty.city.desk.determination import Determination

UNREAD = "unread"
CONSULTED = "consulted"


@dataclass(frozen=True)
class Answer:
    """What the law said, as the record keeps it; or why it could not be asked."""

    record: dict[str, Any] | None = None
    determination: Determination | None = None
    problem: str = ""


def answer_of(act: str | None, actor: str | None, facts: Mapping[str, Any], on: date) -> Answer:
    """Put the question to the law in force on the day of receipt.

    A city whose law can't be read still records its contacts: the record then says so. A fact or an act that
    the vocabulary doesn't have is a problem of whoever sent it.
    """
    from scopeofduty.city.desk.determination import determine
    from scopeofduty.city.desk.law_in_force import NoLawError
    from scopeofduty.law import LawError

    if not act:
        return Answer()
    try:
        found = determine(act=act, actor=actor, facts=facts, on=on)
    except NoLawError as error:
        asked = {"on": on.isoformat(), "act": act, "actor": actor, "facts": dict(facts)}
        return Answer({**asked, "phrase": UNREAD, "possible": [], "citations": [], "because": str(error)})
    except LawError as error:
        return Answer(problem=_("The desk can't be asked this: %(why)s") % {"why": error})
    return Answer(found.as_json(), found)


def rebuildable(facts: Mapping[str, Any]) -> bool:
    """Say whether the facts kept can be put to the law again: a sensitive one is kept without its value."""
    return CONSULTED not in facts.values()

"""The six phrases in which the desk answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMISSION_WORDS = ("commission", "council", "governing", "board")


class Phrase(TextChoices):
    """An answer, in the words that staff see. `UNDETERMINED` is none of the six: a question is open."""

    MUST = "must", _("You must")
    MAY = "may", _("You may, you need not")
    NO = "no", _("No")
    COMMISSION = "commission", _("Not without the commission")
    COUNSEL = "counsel", _("Ask counsel; until then do not")
    SILENT = "silent", _("Not covered; until told otherwise do not")
    UNDETERMINED = "undetermined", _("One more question")


SIX = tuple(phrase for phrase in Phrase if phrase is not Phrase.UNDETERMINED)
_SAID = {
    "required": Phrase.MUST,
    "permitted": Phrase.MAY,
    "discretionary": Phrase.MAY,
    "prohibited": Phrase.NO,
    "silent": Phrase.SILENT,
}


def phrase_of(outcome: str, approver: str = "") -> Phrase:
    """Return the phrase for an outcome; an approval that is not the commission's is for counsel to say."""
    if outcome == "needs approval":
        named = approver.casefold()
        commission = not named or any(word in named for word in COMMISSION_WORDS)
        return Phrase.COMMISSION if commission else Phrase.COUNSEL
    return _SAID.get(outcome, Phrase.COUNSEL)


def common(outcomes: Iterable[str], approver: str = "") -> Phrase | None:
    """Return the one phrase that all the outcomes still possible share, or None."""
    phrases = {phrase_of(outcome, approver) for outcome in outcomes}
    return phrases.pop() if len(phrases) == 1 else None

"""What the desk was asked before the form was opened: a kind of contact, and facts by their ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty import law
from scopeofduty.city.contacts.answer import Answer, answer_of
from scopeofduty.city.contacts.entry import actor_of
from scopeofduty.city.desk import given as desk_given
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.kinds import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scopeofduty.city.accounts.models import User

PAPERS = {
    "none": "none",
    "detainer": "i247a",
    "administrative_warrant": "i200",
    "judicial_subpoena": "judicial_subpoena",
    "court_order": "court_order",
    "judicial_warrant": "judicial_warrant",
    "criminal_warrant": "criminal_warrant",
}
AGENCIES = {
    "ice": "ice",
    "hsi": "ice",
    "cbp": "cbp",
    "uscis": "uscis",
    "dhs": "dhs",
    "fbi": "fbi",
    "us_marshals": "us_marshals",
    "other_federal": "other_federal",
}


@dataclass(frozen=True)
class Question:
    """The kind (None until chosen), the facts told, who would act; ``problem`` says what can't be read."""

    kind: Kind | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    actor: str | None = None
    tokens: tuple[str, ...] = ()
    problem: str = ""

    def values(self) -> dict[str, Any]:
        """Return the question as a contact's values."""
        if self.kind is None:
            return {}
        return {"act": self.kind.act, "actor": self.actor, "facts": dict(self.facts)}

    def answer(self, on: date) -> Answer:
        """Return the answer on a day."""
        if self.kind is None:
            return Answer()
        return answer_of(self.kind.act, self.actor, self.facts, on)

    def prefill(self) -> dict[str, Any]:
        """Return what the question already says about the contact."""
        said: dict[str, Any] = {}
        if self.kind and self.kind.request_types:
            said["request_types"] = list(self.kind.request_types[:1])
        if (paper := self.facts.get("paper")) in PAPERS:
            said["instrument"] = PAPERS[paper]
        if (requester := self.facts.get("requester")) in AGENCIES:
            said["agency"] = AGENCIES[requester]
        if requester == "hsi":
            said["component"] = "hsi"
        if self.facts.get("threat_to_life") is True:
            said["life_button"] = True
        return said


def read_question(kind_id: str, tokens: list[str], person: User) -> Question:
    """Read what a link or a form carries. A kind that isn't known, or a fact, is told and not guessed."""
    if not kind_id:
        return Question()
    chosen = kind(kind_id)
    if chosen is None:
        message = _("“%(given)s” is no kind of contact. Choose one from the list.")
        return Question(problem=message % {"given": kind_id[:40]})
    actor = chosen.actor or actor_of(person)
    try:
        told = desk_given.read([each for each in tokens if each], law_in_force.book().vocabulary)
    except desk_given.GivenError as error:
        return Question(chosen, dict(chosen.facts), actor, problem=str(error))
    except (law_in_force.NoLawError, law.LawError):
        return Question(chosen, dict(chosen.facts), actor)
    facts = {**chosen.facts, **told.facts}
    return Question(chosen, facts, told.actor or actor, tuple(told.tokens()))


def asked_next(answer: Answer) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the question that is still open, in the reader's language, and its answers as tokens; or None.

    A question about a number is left to the desk's own page.
    """
    question = answer.determination.question if answer.determination else None
    if question is None or not question.choices:
        return None
    language = "es" if (get_language() or "").startswith("es") else "en"
    tokens = desk_given.Given(None, {}).also
    return question.text.in_language(language), [
        (tokens(question.fact, choice.value).tokens()[0], choice.meaning.in_language(language))
        for choice in question.choices
    ]

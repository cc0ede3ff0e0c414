"""What the person at the desk told us: facts by their ids, read from a form or a link and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty.law.vocabulary import ACTOR, names_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scopeofduty import law

MOST_FACTS = 40
LONGEST = 120
STAFF_TELL = frozenset({"officer", "caller"})
_YES_NO = {"yes": True, "no": False}


class GivenError(ValueError):
    """What came can't be read as facts. The message says what came and what to do."""


@dataclass(frozen=True)
class Given:
    """Who would act, and the facts told."""

    actor: str | None
    facts: Mapping[str, law.Value]

    def tokens(self) -> list[str]:
        """Return everything told as ``fact:value``, which `read` reads back."""
        told = [_token(fact, value) for fact, value in self.facts.items()]
        return [f"{ACTOR}:{self.actor}", *told] if self.actor else told

    def without(self, fact: str) -> Given:
        """Return the same with one fact no longer told."""
        if fact == ACTOR:
            return replace(self, actor=None)
        return replace(self, facts={name: value for name, value in self.facts.items() if name != fact})

    def also(self, fact: str, value: law.Value) -> Given:
        """Return the same with one fact told, or told otherwise."""
        if fact == ACTOR:
            return replace(self, actor=str(value))
        return replace(self, facts={**self.facts, fact: value})


def read(tokens: Iterable[str], vocabulary: law.Vocabulary) -> Given:
    """Read ``fact:value`` tokens.

    Raises:
        GivenError: a token is malformed, a fact unknown or told twice, a value none of its values; or it
            is a fact that only counsel or a record can supply, or a person's status.
    """
    told = list(tokens)
    if len(told) > MOST_FACTS:
        raise GivenError(
            _("%(count)s facts came; the desk reads at most %(most)s. Start again from the two doors.")
            % {"count": len(told), "most": MOST_FACTS}
        )
    given = Given(None, {})
    for token in told:
        name, fact, value = _read(token, vocabulary)
        before = given.actor if name == ACTOR else given.facts.get(name)
        if before is not None and before != value:
            raise GivenError(
                _("“%(fact)s” was answered twice, in two ways. Go back and choose one.")
                % {"fact": fact.question.en}
            )
        given = given.also(name, value)
    return given


def _token(fact: str, value: law.Value) -> str:
    if isinstance(value, bool):
        return f"{fact}:{'yes' if value else 'no'}"
    return f"{fact}:{value:g}" if isinstance(value, float) else f"{fact}:{value}"


def _read(token: str, vocabulary: law.Vocabulary) -> tuple[str, law.Fact, law.Value]:
    name, colon, text = token.partition(":")
    if not colon or len(token) > LONGEST:
        raise GivenError(
            _("“%(token)s” is not a fact and its value. Start again from the two doors.")
            % {"token": shown(token)}
        )
    name = vocabulary.renamed.get(name, name)
    fact = vocabulary.facts.get(name)
    if fact is None:
        raise GivenError(_unknown(name))
    if fact.who_knows not in STAFF_TELL:
        raise GivenError(
            _("“%(fact)s” is looked up by counsel or in a record; nobody tells it to the desk.")
            % {"fact": shown(name)}
        )
    return name, fact, _value(fact, text)


def _unknown(name: str) -> str:
    if names_status(name):
        return _(
            "The desk does not take a person's immigration status, and no answer here turns on it. "
            "Ask about what you would do."
        )
    return _("The desk does not know the fact “%(fact)s”. Start again from the two doors.") % {
        "fact": shown(name)
    }


def _value(fact: law.Fact, text: str) -> law.Value:
    if fact.kind == "yes-no" and text in _YES_NO:
        return _YES_NO[text]
    if fact.kind == "one-of" and text in fact.values:
        return text
    if fact.kind == "number":
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and number >= 0:
            return number
    expected = (
        _("a number of %(unit)s, zero or more") % {"unit": fact.unit}
        if fact.kind == "number"
        else ", ".join(_YES_NO if fact.kind == "yes-no" else (str(value) for value in fact.values))
    )
    raise GivenError(
        _("“%(value)s” does not answer “%(fact)s”. Expected: %(expected)s.")
        % {"value": shown(text), "fact": fact.id, "expected": expected}
    )


def shown(text: str) -> str:
    """Return what came, short and printable, for a message."""
    clean = "".join(character if character.isprintable() else "�" for character in text[:40])
    return clean + "…" if len(text) > 40 else clean

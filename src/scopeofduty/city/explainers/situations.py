"""A situation as a line of text: ``jail: hold on a detainer, paper is detainer, not threat_to_life``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scopeofduty import law

if TYPE_CHECKING:
    from collections.abc import Mapping


class SituationError(ValueError):
    """A line can't be read as a situation. The message says what came and what was expected."""


@dataclass(frozen=True)
class Situation:
    """Who would do what, and what is known; facts in the words of the vocabulary."""

    actor: str
    act: str
    facts: Mapping[str, str | bool]


def read(line: str) -> Situation:
    """Read one situation.

    Raises:
        SituationError: the line has no actor, no act, or a part that states nothing.
    """
    actor, colon, rest = line.partition(":")
    act, *parts = [part.strip() for part in rest.split(",")]
    if not (colon and actor.strip() and act):
        raise SituationError(
            _("“%(line)s” is not a situation. Write: who: act, fact is value, not fact.")
            % {"line": line[:80]}
        )
    facts: dict[str, str | bool] = {}
    for part in parts:
        fact, value = _stated(part)
        facts[fact] = value
    return Situation(actor.strip(), act, facts)


def _stated(part: str) -> tuple[str, str | bool]:
    if part.startswith("not "):
        return part[4:].strip(), False
    fact, said, value = f"{part} ".partition(" is ")
    if not fact.strip() or (said and not value.strip()):
        raise SituationError(
            _("“%(part)s” states nothing. Write “fact is value”, “fact” or “not fact”.") % {"part": part[:80]}
        )
    return fact.strip(), value.strip() if said else True


def check(line: str, in_force: law.InForce) -> Situation:
    """Read one situation and see that the law can be asked about it.

    Raises:
        SituationError: the line can't be read, or the law knows no such act, actor, fact or value.
    """
    situation = read(line)
    try:
        in_force.ask(situation.act, situation.actor, situation.facts)
    except law.LawError as refused:
        raise SituationError(str(refused).strip()) from None
    return situation

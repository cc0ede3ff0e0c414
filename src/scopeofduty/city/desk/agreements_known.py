"""Agreements at the desk: whether the commission approved one is looked up in the register, never told.

An agreement is named by its number in the address. What the register says of it goes into the question; what
anybody else says of a vote does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scopeofduty.city.agreements.projecting import is_public
from scopeofduty.city.agreements.standing import Standing, State, every

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from scopeofduty.city.desk.kinds import Kind

ACT = "make an agreement"
DEPEND = frozenset({ACT, "join a joint investigation or task force"})
"""Acts whose answer can turn on which agreements there are."""
NAMED = frozenset(
    {State.APPROVED, State.IN_FORCE, State.NO_AUTHORITY, State.REFUSED, State.AGENDA, State.NOTICE}
)


def known(kind: Kind, day: date) -> list[Standing]:
    """Return the public agreements that somebody at the desk may ask about."""
    if kind.act not in DEPEND:
        return []
    return [each for each in every(day) if each.state in NAMED and is_public(each)]


def named(request: HttpRequest, found: list[Standing]) -> Standing | None:
    """Return the agreement that the address names, if it is one of ``found``."""
    number = request.GET.get("agreement", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return next((each for each in found if each.agreement.pk == int(number)), None)

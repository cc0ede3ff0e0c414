"""The staff home page, and "may I, why"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from scopeofduty.city.accounts.access import signed_in
from scopeofduty.city.accounts.cards import cards_for
from scopeofduty.city.accounts.explanation import explain
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock.port import now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@signed_in
def room(request: HttpRequest) -> HttpResponse:
    """Show what this person can do here and what waits for them."""
    cards = cards_for(request.user, now())
    held = request.user.roles()
    return render(
        request,
        "accounts/room.html",
        {
            "waiting": [card for card in cards if card.waiting],
            "others": [card for card in cards if not card.waiting],
            "roles": [role for role in Role if role in held],
        },
    )


@signed_in
def may_i(request: HttpRequest) -> HttpResponse:
    """Show every permission, whether this person has it and why, and who else could."""
    explained = explain(request.user)
    return render(
        request,
        "accounts/may_i.html",
        {
            "may": [one for one in explained if one.may],
            "may_not": [one for one in explained if not one.may],
        },
    )

"""What the city's own audit of the log found last, in words. It reads the whole log; a page only a part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.public.log import source
from scopeofduty.city.public.log.words import MEANS, STATES, moment
from scopeofduty.ledger.audit import AUDIT_FILE, Code
from scopeofduty.ledger.states import State

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.utils.functional import _StrPromise

    from scopeofduty.ledger.slot import Place

FINDINGS: dict[Code, tuple[_StrPromise, _StrPromise]] = {
    Code.INVALID: (
        _("Altered"),
        _("Something in the log isn't what was sealed, or breaks the log's own rules."),
    ),
    Code.SPLIT_VIEW: (
        _("Two lists"),
        _("The city signed two lists that don't fit together. Two people may have been shown two logs."),
    ),
    Code.BACKDATED: (
        _("Backdated"),
        _("An entry bears another date than the one at which the independent keepers first saw it."),
    ),
    Code.LATE: (_("Late"), _("Something was sealed, or made public, later than the city promised.")),
    Code.OUT_OF_WINDOW: (
        _("Outside the fixed times"),
        _("Something was published at a time of the city's own choice, and not at one of the fixed times."),
    ),
}
"""What an audit may find beyond the states of single envelopes: its name, and what it means."""
SHOWN = 20  # of one kind; the file has all
# What the page says by itself, from the log as it is now.
ELSEWHERE = {Code.STALLED, Code.UNWITNESSED, Code.DELAYED}


def audited(listed: Collection[Place], period: int | None = None) -> dict[str, Any] | None:
    """Return the newest audit as a template shows it; None before the first.

    Args:
        listed: the envelopes that the page lists already, with why.
        period: the log's period in seconds, to name the day of an envelope; None where nobody knows it.
    """
    data = source.folder().read(AUDIT_FILE)
    if data is None:
        return None
    told = json.loads(data)
    kinds: dict[Code, list[dict[str, Any]]] = {}
    for each in told.get("findings", ()):
        code, place = Code(each["code"]), tuple(each.get("place", ()))
        if code not in ELSEWHERE and place not in listed:
            kinds.setdefault(code, []).append({"text": each["text"], **_envelope(place, period)})
    shown = [
        {
            "label": _label(code),
            "means": _means(code),
            "findings": kinds[code][:SHOWN],
            "more": len(kinds[code]) - SHOWN,
        }
        for code in Code
        if code in kinds
    ]
    return {"at": moment(told["at"]), "error": told.get("error"), "kinds": shown, "file": AUDIT_FILE}


def _envelope(place: tuple[int, ...], period: int | None) -> dict[str, Any]:
    if not place or period is None:
        return {}
    tick, slot = place
    return {"day": moment(tick * period).date(), "tick": tick, "slot": slot, "number": slot + 1}


def _label(code: Code) -> Any:
    return FINDINGS[code][0] if code in FINDINGS else STATES[State(code)]


def _means(code: Code) -> Any:
    return FINDINGS[code][1] if code in FINDINGS else MEANS[State(code)]

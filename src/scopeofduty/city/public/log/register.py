"""What the city entered in its register: policy, votes, versions of the ordinance, openings, delays."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.public.log import source
from scopeofduty.city.public.log.picture import begins
from scopeofduty.city.public.log.words import FACTS, FIELDS, HELD, KINDS, SAID, SPANS, moment, span
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page
from scopeofduty.ledger.errors import LedgerError
from scopeofduty.ledger.register import attachment_path, decode_entry
from scopeofduty.ledger.slot import SlotType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.ledger.reading import Snapshot

ON_A_PAGE = 100  # entries; pages count from the first entry, so that a page once full never changes
UNSAID = ("tick", "slot", "decision", "attachment")  # said as an envelope, or for programs only
HELD_LABEL = _("In it was")
LONGEST = 300  # characters of a value that are shown; the file has all


@published
def log_register(request: HttpRequest, number: str = "") -> HttpResponse:
    """Show a page of the register, the newest unless one is named."""
    try:
        found = source.snapshot()
    except (LedgerError, OSError) as error:
        return page(request, "log/broken.html", fault=str(error))
    entries: Sequence[bytes] = found.register if found else ()
    last = max(1, -(-len(entries) // ON_A_PAGE))
    shown = int(number) if number else last
    if not 1 <= shown <= last:
        raise Http404
    first = (shown - 1) * ON_A_PAGE
    told = (
        []
        if found is None
        else [
            _told(found, index, data) for index, data in enumerate(entries[first : first + ON_A_PAGE], first)
        ]
    )
    windows = [(at, list(group)) for at, group in groupby(told[::-1], key=lambda each: each["at"])]
    return page(
        request, "log/register.html", windows=windows, shown=shown, last=last, total=len(entries),
        newer=shown + 1 if shown < last else None, older=shown - 1 if shown > 1 else None,
    )  # fmt: skip


def _told(found: Snapshot, index: int, data: bytes) -> dict[str, Any]:
    """One entry in words; one that can't be read is shown as it is."""
    try:
        entry = decode_entry(data)
    except LedgerError as error:
        return {"index": index, "at": None, "fault": str(error)}
    kind, at = entry.pop("kind"), entry.pop("at")
    told = {"index": index, "at": moment(at), "label": KINDS.get(kind, kind), "lines": []}
    if kind == "close":
        return told | {"closed": _closed(entry), "day": _day(found, entry.get("tick"))}
    if kind == "seed":
        return told | {"announced": len(entry.get("hashes", ()))}
    told |= {"attached": attachment_path(data), **_envelope(found, entry)}
    if kind == "open":
        entry = {"held": HELD.get(entry.get("type"), "?")}
    return told | {"lines": [_line(name, value) for name, value in entry.items() if name not in UNSAID]}


def _day(found: Snapshot, tick: object) -> date | None:
    return begins(found, tick) if isinstance(tick, int) and tick >= found.cadence.first else None


def _envelope(found: Snapshot, entry: dict[str, Any]) -> dict[str, Any]:
    """The envelope that an entry speaks of."""
    tick, slot = entry.get("tick"), entry.get("slot")
    if not isinstance(tick, int) or not isinstance(slot, int):
        return {}
    return {"day": _day(found, tick), "number": slot + 1, "place": f"{tick}-{slot}"}


def _closed(entry: dict[str, Any]) -> dict[str, int]:
    slots = entry.get("slots", [])
    held = sum(1 for each in slots if isinstance(each, list) and each and each[0] != SlotType.DUMMY)
    return {"slots": len(slots), "held": held}


def _line(name: str, value: Any) -> tuple[Any, str | datetime, bool]:
    """Return a fact's name, its value, and whether the value stands in the words of whoever wrote it."""
    label = HELD_LABEL if name == "held" else FACTS.get(name, name.replace("_", " "))
    written = False
    if value is None or value == []:
        text = "\u2013"
    elif name in SPANS and isinstance(value, int):
        text = span(value)
    elif name == "until" and isinstance(value, int):
        return label, moment(value), False
    elif name == "field":
        text = str(FIELDS.get(value, value))
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        text = ", ".join(str(SAID.get(each, each)) for each in value)
    elif isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool | str) and value in SAID:
        text = str(SAID[value])
    else:
        text, written = str(value), name != "held"
    return label, text if len(text) <= LONGEST else text[:LONGEST] + " \u2026", written

"""A hit in words: what of it may be kept, what the form or system is called, what to do about it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from scopeofduty.sweep import guard
from scopeofduty.sweep.category import Verb
from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.points.decide import point_rules
from scopeofduty.sweep.prose.context import names_somebody

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from scopeofduty.city.profile.models import Service
    from scopeofduty.sweep.hit import Hit

# A column's values are judged under these rules, but the text that is told is the column's name.
_BY_VALUES = ("options-", "values-")

VERBS: dict[str, _StrPromise] = {
    Verb.ASKS: _("asks for it"),
    Verb.STORES: _("stores it"),
    Verb.MENTIONS: _("mentions it"),
}
# What a form can ask instead, by kind of information.
INSTEAD: dict[str, _StrPromise] = {
    "citizenship": _("Take the question out. Nobody has to be a citizen to be served."),
    "immigration_status": _("Take the question out, and the answers that tell a status with it."),
    "immigration_document": _(
        "Take it out, or accept any paper that shows the name: a lease, a bill, a school card."
    ),
    "place_of_birth": _(
        "Take it out. To tell two people apart, the date of birth and the address are enough."
    ),
    "nationality": _(
        "Take it out. To find an interpreter, ask which language the person would like to speak."
    ),
    "passport": _("Accept several papers that show the name, a library or school card among them."),
    "ssn_only": _("Make it optional, and let people go on without it."),
    "household_status": _("Ask how many people live there, never what they are."),
    "language": _("Ask which language the person would like to speak, not which one is spoken at home."),
    "other": _("Take it out."),
}


@cache
def _form_rules() -> frozenset[str]:
    return frozenset(rule.name for rule in point_rules())


def shown_text(hit: Hit) -> str:
    """Return what of a hit's text may be kept: a form's or column's own words, and never a record's.

    A narrative, a note or a cell may say what a person is; of those only the place is kept.
    """
    own_words = hit.rule in _form_rules() or hit.rule.startswith(_BY_VALUES)
    # A question reads like a record ("Are you a U.S. citizen?"); one that names somebody is one.
    of_somebody = bool(guard.find(hit.text)) and names_somebody(fold(hit.text).text)
    return hit.text if own_words and not of_somebody else ""


def system_of(hit: Hit, service: Service | None) -> str:
    """Return the name of the form or system that a hit is in, as staff would say it."""
    if service is not None:
        return service.name
    inner = hit.file.rpartition("!")[2]
    if "://" in inner:
        return (urlsplit(inner).path.strip("/") or inner)[:120]
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", inner.rpartition("/")[2])
    return (re.sub(r"[_-]+", " ", stem).strip().capitalize() or inner)[:120]

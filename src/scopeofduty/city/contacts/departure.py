"""A departure: something else was done than the answer allows.

One table says which decisions each phrase allows. Passing a request on before acting ("refer") departs from
nothing; what is done afterwards is recorded as a correction and judged then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_DONE = frozenset({"decline", "refer", "no_action"})
ANYTHING = NOT_DONE | {"comply", "partly"}

ALLOWED: dict[str, frozenset[str]] = {
    "must": frozenset({"comply", "refer"}),
    "may": ANYTHING,
    "no": NOT_DONE,
    "commission": NOT_DONE,
    "counsel": NOT_DONE,
    "silent": NOT_DONE,
    # One more question was open: whoever acts before it is answered acts without an answer.
    "undetermined": NOT_DONE,
    # The law could not be read, or nobody asked: until told otherwise, do not.
    "unread": NOT_DONE,
    "unasked": NOT_DONE,
}
# After these, counsel's own word (asked first, and agreed) is the answer.
COUNSEL_MAY_SAY = frozenset({"counsel", "silent", "undetermined", "unread", "unasked"})
# What recording a contact does by itself: "nothing needed doing" is then no departure.
DONE_BY_RECORDING = frozenset({"document a request"})


def departure_from(determination: Mapping[str, Any] | None, values: Mapping[str, Any]) -> str:
    """Return the phrase departed from, or "" when what was done is what the answer allows.

    Args:
        determination: what the record keeps of the answer, or None when the desk was not asked.
        values: the contact's values: ``decision`` and ``counsel_consulted`` are read.
    """
    phrase = "unasked" if determination is None else str(determination["phrase"])
    if phrase in COUNSEL_MAY_SAY and values.get("counsel_consulted") is True:
        return ""
    if phrase == "must" and determination is not None and determination["act"] in DONE_BY_RECORDING:
        return ""
    return "" if values["decision"] in ALLOWED[phrase] else phrase

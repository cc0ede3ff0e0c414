"""The log in plain words: nothing here speaks of custody, and nothing needs a dictionary."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from scopeofduty.ledger.slot import SlotType
from scopeofduty.ledger.states import State

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATES: dict[State, _StrPromise] = {
    State.SEALED: _("Sealed"),
    State.EMPTY: _("Empty"),
    State.NOTICE: _("Open"),
    State.DELAYED: _("Delayed"),
    State.OVERDUE: _("Overdue"),
    State.INVALID: _("Altered"),
}
"""In the order in which the page explains them."""
MEANS: dict[State, _StrPromise] = {
    State.SEALED: _("Not opened yet. Nobody outside can tell whether there is anything in it."),
    State.EMPTY: _("Opened: there was nothing in it."),
    State.NOTICE: _("Opened: what was in it can be read."),
    State.DELAYED: _(
        "There is a notice in it. It stays sealed for now, and the city says why and until when."
    ),
    State.OVERDUE: _("It should be open by now, and it isn't. The city broke its word here."),
    State.INVALID: _("What was opened isn't what was sealed. Somebody changed something here."),
}
HELD: dict[SlotType, _StrPromise] = {
    SlotType.DUMMY: _("nothing"),
    SlotType.CONTACT: _("a notice"),
    SlotType.UPDATE: _("a word on an earlier notice"),
    SlotType.DELAY: _("a decision to delay a notice"),
    SlotType.LATE_CONTACT: _("a notice of something found late"),
}
REASONS: dict[str, _StrPromise] = {
    "operation-continuing": _("the operation is still going on"),
    "court-order": _("a court ordered it"),
    "commission-vote": _("the commission voted for it"),
    "people": _("it could point to a person"),
    "delayed": _("the notice is delayed"),
    "taken-back": _("the notice was taken back"),
    "no-duty": _("the ordinance asks for no notice of it"),
}
FIELDS: dict[str, _StrPromise] = {
    "event": _("What happened"),
    "about": _("About envelope"),
    "week": _("Week"),
    "place": _("Where"),
    "agency": _("Who asked"),
    "domain": _("Civil or criminal"),
    "request": _("What was asked"),
    "instrument": _("Paper shown"),
    "answer": _("What the city answered"),
    "section": _("Under which section"),
    "given": _("Information given"),
    "minutes": _("Minutes on the scene"),
    "people": _("People the request was about"),
    "reason": _("Reason"),
    "until": _("Until"),
}
KINDS: dict[str, _StrPromise] = {
    "policy": _("The terms of the log"),
    "key": _("A key"),
    "seed": _("Seals for coming days"),
    "open": _("An envelope that held something"),
    "close": _("A day's envelopes opened"),
    "delay": _("A delay"),
    "amend": _("A correction"),
    "redact": _("A field struck from a notice"),
    "incident": _("An incident"),
    "attest": _("An attestation"),
    "ordinance-version": _("A version of the ordinance"),
    "vote": _("A vote"),
    "agreement": _("An agreement"),
    "roster": _("Who may open reports"),
    "protected-activity": _("Protected activity"),
    "bundle": _("The pages' own programs"),
}

FACTS: dict[str, _StrPromise] = {
    "open_after": _("An envelope is opened after"),
    "window": _("The register is published every"),
    "window_offset": _("Counted from"),
    "grace": _("How late counts as late"),
    "publish_within": _("A notice follows its operation's end within"),
    "delay_max": _("One delay runs at most"),
    "max_renewals": _("A delay is renewed at most, times"),
    "presumed_completion": _("An operation counts as over after"),
    "reasons": _("Reasons a delay may give"),
    "key_holders": _("Who holds spare keys"),
    "by": _("Decided by"),
    "reason": _("Reason"),
    "until": _("Until"),
    "renewal": _("Renewed, times"),
    "field": _("Field"),
    "agreement": _("Agreement"),
    "approved_in_advance": _("Approved before it was signed"),
    "document": _("The signed document"),
    "of": _("Kind"),
    "partner": _("With whom"),
    "signed_at": _("Signed"),
    "signer": _("Who signed"),
    "text": _("Text"),
    "title": _("Title"),
    "vote": _("Number of the vote"),
    "motion": _("Motion"),
    "result": _("Result"),
    "in_office": _("Members in office"),
    "voted_yes": _("Voted yes"),
    "voted_no": _("Voted no"),
    "abstained": _("Abstained"),
    "did_not_vote": _("Did not vote"),
    "opened_at": _("Opened"),
    "closed_at": _("Closed at"),
    "versions": _("Versions"),
    "agreements": _("Agreements"),
    "texts": _("Digests of the texts"),
    "law": _("Law"),
    "version": _("Version"),
    "state": _("State"),
    "version_digest": _("Digest of the version"),
    "pack_digest": _("Digest of the law pack"),
    "first_day": _("In force from"),
    "day": _("Day"),
    "boxes": _("Digest of the sealed boxes"),
    "leaves": _("Digest of their list"),
    "what": _("What changed"),
}
"""Names of a register entry's facts; any other is shown as it is written."""
SAID: dict[Any, _StrPromise] = {
    True: _("yes"),
    False: _("no"),
    "in force": _("in force"),
    "ended": _("ended"),
    "passed": _("Passed"),
    "failed": _("Did not pass"),
    **REASONS,
}
"""Values of a register entry's facts that every reader gets in their language."""
SPANS = (
    "open_after",
    "window",
    "window_offset",
    "grace",
    "publish_within",
    "delay_max",
    "presumed_completion",
)


def span(seconds: int) -> str:
    """Return a length of time in days, or in hours where that is shorter to read."""
    if seconds % 86_400 == 0 and seconds:
        return ngettext("%(n)s day", "%(n)s days", seconds // 86_400) % {"n": seconds // 86_400}
    return ngettext("%(n)s hour", "%(n)s hours", seconds // 3600) % {"n": f"{seconds / 3600:g}"}


def moment(seconds: int) -> datetime:
    """Return a Unix time as a moment with its zone; the calendar's last one for any beyond it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(tzinfo=UTC)

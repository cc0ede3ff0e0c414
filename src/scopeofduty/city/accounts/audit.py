"""The audit trail: who did what, when, and why.

An event is named ``source:subject:action``: the source is the part of the city in which it was done, the
subject is what it was done to, the action is a verb in the past. Every part that writes to the trail adds
its events to this one list, so that the list is the whole of what the trail can say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.models import AuditEvent

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User


class Event(TextChoices):
    """Everything that the trail records."""

    ACCOUNT_MADE = "people:account:made", _("Account made")
    ACCOUNT_CLOSED = "people:account:closed", _("Account closed")
    ACCOUNT_REOPENED = "people:account:reopened", _("Account reopened")
    APPOINTMENT_GIVEN = "people:appointment:given", _("Role given")
    APPOINTMENT_ENDED = "people:appointment:ended", _("Role ended")
    LINK_MADE = "people:link:made", _("One-time link made")
    FACTOR_TAKEN = "people:factor:removed", _("Second factor removed by an administrator")
    PASSWORD_CHOSEN = "account:password:chosen", _("Password chosen")
    FACTOR_ADDED = "account:factor:added", _("Second factor added")
    FACTOR_REMOVED = "account:factor:removed", _("Second factor removed")
    FACTOR_RENEWED = "account:factor:renewed", _("Recovery codes renewed")
    CITY_SET_UP = "city:profile:set_up", _("City set up")
    CITY_CHANGED = "city:profile:changed", _("City changed")
    DEPARTMENT_CHANGED = "city:department:changed", _("Department added or changed")
    SERVICE_CHANGED = "city:service:changed", _("Form or service added or changed")
    OBLIGATION_LISTED = "register:obligation:listed", _("Legal obligation listed")
    OBLIGATION_CHANGED = "register:obligation:changed", _("Legal obligation changed")
    OBLIGATION_WITHDRAWN = "register:obligation:withdrawn", _("Legal obligation withdrawn")
    PETITION_REFUSED = "register:petition:refused", _("Petition answered: not a legal obligation")
    SESSION_SET = "commission:session:set", _("Session of the commission set")
    SESSION_CHANGED = "commission:session:changed", _("Session of the commission changed")
    SESSION_OFF = "commission:session:called_off", _("Session of the commission called off")
    AGENDA_CHANGED = "commission:agenda:changed", _("Item put on an agenda")
    AGENDA_PUBLISHED = "commission:agenda:published", _("Agenda published")
    ITEM_PULLED = "commission:item:pulled", _("Item taken off the consent agenda")
    VOTE_OPENED = "commission:vote:opened", _("Vote opened")
    VOTE_CLOSED = "commission:vote:closed", _("Vote closed and counted")
    VOTE_CORRECTED = "commission:vote:corrected", _("Record of a vote corrected")
    MINUTES_WRITTEN = "commission:minutes:written", _("Minutes written or corrected")
    AGREEMENT_ENTERED = "agreements:agreement:entered", _("Agreement entered")
    AGREEMENT_TEXT = "agreements:text:added", _("Text of an agreement added")
    AGREEMENT_ANALYSED = "agreements:text:analysed", _("Agreement read by counsel")
    AGREEMENT_NOTICED = "agreements:text:noticed", _("Public notice of an agreement given")
    AGREEMENT_SIGNED = "agreements:agreement:signed", _("Signature of an agreement recorded")
    AGREEMENT_RULED = "agreements:agreement:ruled", _("Counsel ruled on an agreement without a vote")
    AGREEMENT_REVIEWED = "agreements:agreement:reviewed", _("Agreement reviewed")
    AGREEMENT_ENDED = "agreements:agreement:ended", _("End of an agreement recorded")
    NEIGHBOURS_IMPORTED = "agreements:neighbours:imported", _("List of neighbours' agreements brought in")
    EXPLAINER_WRITTEN = "explainers:text:written", _("Explainer written")
    EXPLAINER_WITHDRAWN = "explainers:text:withdrawn", _("Explainer withdrawn")
    EXPLAINER_REVIEWED = "explainers:text:reviewed", _("Explainer read and signed by counsel")
    BRIEFING_MADE = "briefings:briefing:made", _("Staff told that the law changed")
    POINT_ENTERED = "points:point:entered", _("Collection point entered by hand")
    POINT_ASSIGNED = "points:point:assigned", _("Collection point given to a department")
    POINT_DECIDED = "points:point:decided", _("Collection point decided")
    POINT_PROPOSED = "points:point:proposed", _("“Required by law” asked for")
    POINT_CONFIRMED = "points:point:confirmed", _("“Required by law” confirmed")
    POINT_DECLINED = "points:point:declined", _("“Required by law” not confirmed")
    POINT_GONE = "points:point:gone", _("Collection point said to be gone")
    SWEEP_IMPORTED = "points:sweep:imported", _("Sweep imported")
    PATH_RULE_CHANGED = "points:path_rule:changed", _("Which department a path belongs to changed")
    LOOKUPS_IMPORTED = "lookups:log:imported", _("Look-up log imported")
    LOOKUP_SETTLED = "lookups:lookup:settled", _("Look-up settled")
    RULE_SIGNED = "desk:rule:signed", _("Rule signed for the desk")
    RULE_WITHDRAWN = "desk:rule:withdrawn", _("Signature under a rule withdrawn")
    DRAFT_BEGUN = "drafts:draft:begun", _("Draft begun")
    DRAFT_CHANGED = "drafts:draft:changed", _("A draft's name, comment period or state changed")
    DRAFT_FROZEN = "drafts:draft:frozen", _("Draft kept still while it is consolidated")
    DRAFT_THAWED = "drafts:draft:thawed", _("Draft open for writing again")
    SUGGESTION_DECIDED = "drafts:suggestion:decided", _("Suggestion accepted or rejected")
    VERSION_FROZEN = "drafts:version:frozen", _("Version frozen to be voted on")
    COMMENT_MODERATED = "drafts:comment:moderated", _("Resident's comment shown or kept back")
    KEY_REGISTERED = "roster:key:registered", _("Key registered")
    KEY_ENDED = "roster:key:ended", _("Key ended")
    ROSTER_PROPOSED = "roster:edition:proposed", _("Edition of the roster proposed")
    ROSTER_SIGNED = "roster:edition:signed", _("Edition of the roster signed")
    REPORT_HELD = "reports:hold:placed", _("Legal hold on a sealed report placed, agreed to or lifted")
    REPORT_SCHEDULE = "reports:schedule:changed", _("Retention of reports changed")
    REPORT_PURGED = "reports:case:purged", _("Sealed report purged")


def record(event: Event, *, actor: User | None, subject: str, at: datetime, reason: str = "") -> AuditEvent:
    """Add one event to the trail.

    Args:
        event: what was done.
        actor: who did it; None is a person who came by a one-time link, or the machine itself.
        subject: whom or what it was done to: a user name, a number, never what a contact says.
        at: the reading of the clock that the act itself used.
        reason: why, as the person gave it.
    """
    return AuditEvent.objects.create(event=event, actor=actor, subject=subject[:200], at=at, reason=reason)


def label(event: str) -> str:
    """Return the words for an event, or the event itself when a later version wrote it."""
    return str(Event(event).label) if event in Event.values else event

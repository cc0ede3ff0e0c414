"""What federal officers may have contacted us about, and the question of law each one is.

A kind maps to one act of the vocabulary and to the facts that choosing it tells us. It presets nothing
about a person, and nothing that counsel or a record must supply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

Fact = str | bool
NOBODY_IN_DANGER: Mapping[str, Fact] = {"threat_to_life": False}
ASKED = {**NOBODY_IN_DANGER, "federal_contact": "request_for_support"}
# Kinds whose button says that no paper was shown: who was shown one goes through the kind for papers.
NO_PAPER = {**ASKED, "paper": "none"}
OPEN_DOORS = _("They may enter what is open to the public. Do not stand in their way, and do not open doors.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of contact: the words on its button, the act asked about, what choosing it tells us.

    `doing` continues a sentence such as “You may …”; `request_types` are those of the contact's record;
    `actor` is set where only one department can do it; `note` is what to do whatever the answer;
    `first` is the fact asked first, where the button leads one to expect it.
    """

    id: str
    label: _StrPromise
    hint: _StrPromise
    act: str
    doing: _StrPromise
    facts: Mapping[str, Fact] = field(default_factory=dict)
    request_types: tuple[str, ...] = ()
    actor: str | None = None
    note: _StrPromise | str = ""
    first: str = ""


KINDS: tuple[Kind, ...] = (
    Kind(
        "backup",
        _("Backup or help at the scene"),
        _("Units, a uniformed presence, transport, standing by; no paper shown"),
        "give perimeter or on-site support",
        _("send units to help or stand by"),
        NO_PAPER,
        ("backup",),
        "police",
    ),
    Kind(
        "perimeter",
        _("Traffic control or a perimeter"),
        _("Close a street, direct traffic, keep people back; no paper shown"),
        "give perimeter or on-site support",
        _("close streets, direct traffic or hold a perimeter"),
        NO_PAPER,
        ("perimeter",),
        "police",
    ),
    Kind(
        "paper",
        _("They showed a paper or a warrant"),
        _("A warrant, a court order, a subpoena, an immigration form"),
        "carry out a warrant or court order",
        _("carry out the paper or help to carry it out"),
        ASKED,
        ("warrant_service",),
        "police",
        _("Look at the top for a court's name and at the bottom for a judge's signature. Copy the paper."),
    ),
    Kind(
        "detainer",
        _("They ask us to hold somebody"),
        _("A detainer (Form I-247A) by fax, e-mail, phone or in person"),
        "hold on a detainer",
        _("keep somebody in custody past their release"),
        {**ASKED, "request_for": "hold", "paper": "detainer"},
        ("hold",),
        "police",
        _("Write down when and how it came, even at night and even on a fax nobody watches."),
    ),
    Kind(
        "release_date",
        _("When somebody gets out"),
        _("A release date or time, or a call when it comes; no paper shown"),
        "share information",
        _("tell them when somebody is released"),
        {**NO_PAPER, "info": "release_date"},
        ("release_notice",),
        "police",
    ),
    Kind(
        "status",
        _("Somebody's citizenship or status"),
        _("ICE or another immigration agency asks what we know; no paper shown"),
        "share information",
        _("tell them about somebody's citizenship or status"),
        {**NO_PAPER, "info": "immigration_status", "requester": "federal_immigration"},
        ("records",),
        note=_("Do not ask the person, and do not look for it."),
    ),
    Kind(
        "information",
        _("An address, a record or a list"),
        _("Any other information about people; no paper shown"),
        "share information",
        _("give them the information"),
        {**NO_PAPER, "info": "other_record"},
        ("records",),
    ),
    Kind(
        "database",
        _("A plate-reader or database search"),
        _("License plates, cameras, alerts, “run this name for us”; no paper shown"),
        "search plate readers or databases for another agency",
        _("search or set an alert for them"),
        NO_PAPER,
        ("plate_reader",),
        "police",
    ),
    Kind(
        "access",
        _("They want into a building or the jail"),
        _("Rooms the public can't enter, a cell block, an office to use; no paper shown"),
        "allow access to a nonpublic area",
        _("let them into rooms closed to the public"),
        {**NO_PAPER, "place": "nonpublic_area"},
        ("facility_access",),
        note=OPEN_DOORS,
    ),
    Kind(
        "access_with_paper",
        _("They want in and show a paper"),
        _("A warrant or another paper, at a door the public can't pass"),
        "allow access to a nonpublic area",
        _("let them into rooms closed to the public"),
        {**ASKED, "place": "nonpublic_area"},
        ("facility_access", "warrant_service"),
        note=OPEN_DOORS,
        first="paper",
    ),
    Kind(
        "interview",
        _("They want to talk to somebody in custody"),
        _("In person or by telephone; the person has not agreed in writing"),
        "allow a custodial interview",
        _("let them question somebody in custody"),
        {**ASKED, "request_for": "interview", "interview_consent": "none"},
        ("interview",),
        "police",
    ),
    Kind(
        "joint_operation",
        _("A joint operation or task force"),
        _("They ask us to take part, once or for longer; no paper shown"),
        "join a joint investigation or task force",
        _("take part in the joint operation"),
        NO_PAPER,
        ("joint_operation",),
        "police",
    ),
    Kind(
        "deconfliction",
        _("“We will be in the area”"),
        _("They tell us where they will be and ask for nothing"),
        "document a request",
        _("write down that they called, and what they said"),
        {
            **NOBODY_IN_DANGER,
            "federal_contact": "contact_without_request",
            "purpose": "deconfliction",
            "operation_phase": "planned",
        },
        ("deconfliction",),
        note=_("Tell nobody outside the department where or when. That could put people at risk."),
    ),
    Kind(
        "officer_down",
        _("They say an officer is down or hurt"),
        _("A claim of danger that is not yet confirmed"),
        "give emergency help",
        _("send help because a life may be in danger"),
        {"federal_contact": "request_for_support"},
        ("backup",),
        "police",
        _("Treat it as real until you know better: send help as for any call. Ask who and where."),
    ),
    Kind(
        "agreement",
        _("They want us to sign an agreement"),
        _("A memorandum, 287(g), data sharing, a contract, also unwritten"),
        "make an agreement",
        _("sign or agree to it, on paper or by word"),
        {**NOBODY_IN_DANGER, "federal_contact": "request_for_support"},
        ("agreement",),
    ),
    Kind(
        "contractor",
        _("The caller may be a contractor"),
        _("Not sure who they are, or they work for somebody else; no paper shown"),
        "give perimeter or on-site support",
        _("help a caller who acts for a federal immigration agency"),
        {**NO_PAPER, "requester": "federal_delegate"},
        ("backup",),
        "police",
        _("Ask for the agency and a name. Call back the agency's own number, not the one given."),
    ),
    Kind(
        "certification",
        _("A victim's U or T visa form"),
        _("Form I-918B or I-914B, from the victim or their lawyer"),
        "certify a crime victim for a visa",
        _("take the form and have it certified, if the crime and the help are on record"),
        {**NOBODY_IN_DANGER, "federal_contact": "none", "requester": "resident"},
        ("information_only",),
        "police",
        _("The form concerns a crime here and the victim's help. Do not ask about anybody's status."),
    ),
    Kind(
        "other",
        _("Something else"),
        _("Anything not on this list; no paper shown"),
        "assist immigration enforcement",
        _("help them with it"),
        NO_PAPER,
        ("information_only",),
    ),
)

_BY_ID = {each.id: each for each in KINDS}


def kind(identifier: str) -> Kind | None:
    """Return the kind of that id, or None when there is none."""
    return _BY_ID.get(identifier)

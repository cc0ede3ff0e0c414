"""The commission's work on the public pages: at once, because nothing of it is sealed.

The projection is worked out anew from what is recorded, so doing it twice changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.template.loader import render_to_string

from scopeofduty.city.clock import port
from scopeofduty.city.commission import packet
from scopeofduty.city.commission.models import Ballot, Item, Session, Step, Vote
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.profile.models import City
from scopeofduty.city.public.models import PublicPacketPage, PublicSession, PublicVote
from scopeofduty.city.public.router import WRITER

if TYPE_CHECKING:
    from datetime import datetime

NOT_VOTING = "not voting"
COUNTED = (*Ballot.Option.values, NOT_VOTING)


def project(_window: datetime | None = None) -> None:
    """Show every session and every closed vote as it is recorded now."""
    sessions = Session.objects.prefetch_related("minutes", "items__version__draft", "items__votes")
    votes = Vote.objects.exclude(closed_at=None).prefetch_related("ballots", "items", "corrections")
    city = City.objects.first()
    named = city.name if city else ""
    with transaction.atomic(using=WRITER):
        for session in sessions:
            _lay_out(session)
            PublicSession.objects.update_or_create(
                number=session.pk,
                defaults={
                    "starts_at": session.starts_at,
                    "changed_at": _changed(session),
                    "content": session_content(session),
                },
            )
        for vote in votes.select_related("session"):
            PublicVote.objects.update_or_create(
                number=vote.pk,
                defaults={
                    "session": vote.session_id,
                    "closed_at": vote.closed_at,
                    "record": record(vote, named),
                    "content": vote_content(vote),
                },
            )


def _lay_out(session: Session) -> None:
    """Lay out the packet's pages of a session whose agenda is public, each once: they stay as they were."""
    laid = set(
        PublicPacketPage.objects.using(WRITER).filter(session=session.pk).values_list("item", flat=True)
    )
    for item in session.items.all() if session.agenda_at else ():
        change = None if item.number in laid else change_content(item)
        if change:
            PublicPacketPage.objects.using(WRITER).create(session=session.pk, item=item.number, change=change)


def session_content(session: Session) -> dict[str, Any]:
    """Return what the public reads of a session, in both languages."""
    items = session.items.all() if session.agenda_at else ()
    minutes = [{"text": each.text, "at": each.at.isoformat()} for each in session.minutes.all()]
    return {
        "kind": in_both(session.get_kind_display),
        "votes": session.votes_allowed,
        "place": session.place,
        "topic": {"en": session.topic, "es": session.topic_es or session.topic},
        "off": session.off_reason if session.off_at else "",
        "agenda_at": session.agenda_at.isoformat() if session.agenda_at else "",
        "items": [item_content(item) for item in items],
        "minutes": minutes[-1:],
        "earlier": minutes[:-1],
    }


def item_content(item: Item) -> dict[str, Any]:
    """Return what the public reads of an agenda item, with what its change does."""
    found = packet.row(item)
    question = getattr(item, "agreement_question", None)
    return {
        "number": item.number,
        "title": {"en": item.title, "es": item.title_es or item.title},
        "about": {"en": item.about, "es": item.about_es or item.about},
        "part": in_both(item.get_part_display),
        "pulled": item.pulled_at is not None,
        "step": in_both(item.get_step_display) if item.step != Step.NONE else None,
        "version": str(item.version) if item.version else "",
        "digest": item.version.digest if item.version else "",
        "first_day": item.first_day.isoformat() if item.first_day else "",
        "agreement": question.text.agreement.public_id if question else "",
        "flagged": found.flagged,
        "unread": found.unread,
        "changed_since_first_reading": bool(found.first_reading and not found.alike),
        "effect": found.effect,
        "votes": [vote.pk for vote in item.votes.all() if vote.closed_at],
    }


def change_content(item: Item) -> dict[str, str] | None:
    """Return all that an item's version would change, with the words, as HTML in both languages."""
    if item.version is None:
        return None
    change = packet.page(item, port.now()).get("change")
    if change is None:
        return None
    return in_both(
        lambda: render_to_string("drafts/_change.html", {"change": change, "prefix": f"{item.pk}-"})
    )


def record(vote: Vote, city: str) -> dict[str, Any]:
    """Return a vote in the shape of Open Civic Data (its JSON of a vote event).

    ``sources`` is filled in where the record is given out: there the address is known.
    """
    cast = {ballot.name: str(ballot.option) for ballot in vote.ballots.all()}
    options = cast | {name: NOT_VOTING for name in vote.members if name not in cast}
    adopted = [
        item.version.public_id for item in vote.items.all() if item.step == Step.ADOPTION and item.version
    ]
    counted = list(options.values())
    return {
        "id": f"ocd-vote/{uuid5(NAMESPACE_URL, f'{city}/vote/{vote.pk}')}",
        "identifier": str(vote.pk),
        "motion_text": vote.motion,
        "motion_classification": ["bill-passage"] if adopted else [],
        "start_date": vote.opened_at.isoformat(timespec="seconds"),
        "end_date": vote.closed_at.isoformat(timespec="seconds") if vote.closed_at else "",
        "result": "pass" if vote.passed else "fail",
        "organization": f"{city} City Commission".strip(),
        "legislative_session": str(vote.session.starts_at.year),
        "bill": adopted[0] if adopted else None,
        "votes": [{"option": option, "voter_name": name} for name, option in sorted(options.items())],
        "counts": [{"option": each, "value": counted.count(each)} for each in COUNTED],
        "sources": [],
        "extras": {
            "in_office": vote.in_office,
            "items": [item.title for item in vote.items.all()],
            "corrections": [each.text for each in vote.corrections.all()],
        },
    }


def vote_content(vote: Vote) -> dict[str, Any]:
    """Return what a vote's page adds to the record, in both languages."""
    return {
        "result": in_both(vote.get_result_display),
        "passed": vote.passed,
        "consent": vote.consent,
        "items": [item_content(item) for item in vote.items.all()],
        "adoptions": [
            {
                "law": each.law,
                "version": str(each.version),
                "first_day": each.first_day.isoformat(),
                "digest": each.digest,
                "problem": bool(each.problem),
            }
            for each in vote.adoptions.select_related("version__draft")
        ],
        "corrections": [{"text": each.text, "at": each.at.isoformat()} for each in vote.corrections.all()],
    }


def _changed(session: Session) -> datetime:
    """Return when anything that the public sees of a session last changed."""
    moments = [session.at, session.agenda_at, session.off_at]
    moments += [each.at for each in session.minutes.all()]
    return max(moment for moment in moments if moment)

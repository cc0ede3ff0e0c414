"""A vote: opened, cast by name, closed and counted. No argument anywhere says what the result is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission import adopting, effect, packet, register, signals
from scopeofduty.city.commission.models import Ballot, Correction, Item, Step, Vote
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.sitting import open_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from scopeofduty.city.commission.models import Session
    from scopeofduty.city.drafts.models import Version


def members() -> QuerySet[User]:
    """Return who may vote now: everybody appointed commissioner, by an administrator and nobody else."""
    return (
        User.objects.filter(appointments__role=Role.COMMISSIONER, appointments__ended_at=None)
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )


def open_vote(items: Sequence[Item], motion: str, *, by: User, at: datetime) -> Vote:
    """Put a motion on one item, or on everything that stands on the consent agenda, to a vote.

    Raises:
        RefusedError: the session takes no vote, has not begun, has no published agenda, has another vote
            open; an item was decided; nobody is in office; a version can't be put in force; or an agreement
            has not been through what comes before a vote.
    """
    wanted = {item.pk for item in items}
    try:
        with transaction.atomic():
            session = open_session(items[0].session)
            locked = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=wanted, session=session))
            _may_open(session, locked, wanted, at)
            signals.opening.send(Vote, items=locked, at=at)
            names = [member.name for member in members()]
            if not names:
                raise RefusedError(_("Nobody is appointed commissioner. An administrator appoints them."))
            vote = Vote.objects.create(
                session=session,
                motion=motion,
                consent=locked[0].on_consent,
                in_office=len(names),
                members=names,
                told=_told(locked),
                opened_by=by,
                opened_at=at,
            )
            vote.items.set(locked)
            audit.record(audit.Event.VOTE_OPENED, actor=by, subject=_named(vote), at=at)
    except IntegrityError:
        raise RefusedError(_("Another vote is open in this session. Close it first.")) from None
    return vote


def _told(items: list[Item]) -> dict[str, Any]:
    """Return what each item would do, as it is told to the commission now."""
    found = ((item, packet.row(item).effect) for item in items)
    return {str(item.pk): effect for item, effect in found if effect}


def _may_open(session: Session, items: list[Item], wanted: set[int], at: datetime) -> None:
    if {item.pk for item in items} != wanted:
        raise RefusedError(_("These items are not on the agenda of one session."))
    if not session.votes_allowed:
        raise RefusedError(_("A work session takes no vote."))
    if session.agenda_at is None:
        raise RefusedError(_("Publish the agenda first: nothing is voted on that the public couldn't read."))
    if at < session.starts_at:
        raise RefusedError(_("The session has not begun."))
    if len(items) > 1 and not all(item.on_consent for item in items):
        raise RefusedError(_("Only the consent agenda is decided in one vote."))
    for item in items:
        if item.votes.filter(closed_at=None).exists() or item.votes.filter(result="passed").exists():
            raise RefusedError(_("“%(item)s” was voted on before.") % {"item": item})
        if item.step == Step.ADOPTION and item.version and item.first_day:
            _may_begin(item, item.version, item.first_day, at)


def _may_begin(item: Item, version: Version, first_day: date, at: datetime) -> None:
    """Check that a version can be put into force on its day. Raises `RefusedError`."""
    if first_day <= today(at):
        raise RefusedError(
            _(
                "“%(item)s” would be in force from %(day)s, and a law begins on a day that is still "
                "to come. Put it on an agenda again, with a later day."
            )
            % {"item": item, "day": first_day.isoformat()}
        )
    problem = effect.effect_of(version, first_day).problem
    if problem:
        raise RefusedError(_("“%(item)s” can't be put into force: %(why)s") % {"item": item, "why": problem})


def cast(vote: Vote, option: str, *, by: User, at: datetime) -> Ballot:
    """Cast one's own ballot; sent twice, it is one.

    Raises:
        RefusedError: the vote is closed, this person is no member, or voted otherwise before.
    """
    with transaction.atomic():
        locked = Vote.objects.select_for_update().get(pk=vote.pk)
        known = Ballot.objects.filter(vote=locked, person=by).first()
        if known and known.option == option:
            return known
        if known:
            raise RefusedError(
                _("You voted “%(option)s”. A ballot stays as it was cast; the clerk can note a correction.")
                % {"option": known.get_option_display()}
            )
        if locked.closed_at:
            raise RefusedError(_("The vote is closed; your ballot came too late and was not counted."))
        if not members().filter(pk=by.pk).exists():
            raise RefusedError(_("Only commissioners vote, each for themselves."))
        return Ballot.objects.create(
            vote=locked, person=by, name=by.name, option=Ballot.Option(option), at=at
        )


def close(vote: Vote, *, by: User, at: datetime) -> Vote:
    """Close a vote, count it, and let it do what it does. Closed again, it stays as it was.

    A motion passes when more than half of all members in office say yes.
    """
    with transaction.atomic():
        locked = Vote.objects.select_for_update().get(pk=vote.pk)
        if locked.closed_at:
            return locked
        yes = locked.ballots.filter(option=Ballot.Option.YES).count()
        locked.result = Vote.Result.PASSED if yes * 2 > locked.in_office else Vote.Result.FAILED
        locked.closed_by, locked.closed_at = by, at
        locked.save(update_fields=["result", "closed_by", "closed_at"])
        audit.record(audit.Event.VOTE_CLOSED, actor=by, subject=_named(locked), at=at)
        register.tell(locked)
        if locked.passed:
            for item in locked.items.filter(step=Step.ADOPTION).select_related("version__draft"):
                adopting.adopt(item, locked, at=at)
        signals.closed.send(Vote, vote=locked)
    return locked


def correct(vote: Vote, text: str, *, by: User, at: datetime) -> Correction:
    """Say what was wrong in the record of a vote. The vote stays.

    Raises:
        RefusedError: the vote is still open.
    """
    if vote.closed_at is None:
        raise RefusedError(_("The vote is still open: there is no record to correct."))
    with transaction.atomic():
        noted = Correction.objects.create(vote=vote, text=text[:600], by=by, at=at)
        audit.record(audit.Event.VOTE_CORRECTED, actor=by, subject=_named(vote), at=at)
        signals.closed.send(Vote, vote=vote)
    return noted


def _named(vote: Vote) -> str:
    return f"vote {vote.pk}"

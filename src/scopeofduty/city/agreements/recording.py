"""What happens to an agreement: proposed, read by counsel, noticed, put to the vote, signed, reviewed, ended.

There is no act here that approves: `sign` looks the vote up, and records a signature without one as that.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.agreements import found as found_signed
from scopeofduty.city.agreements.models import (
    Agreement,
    Analysis,
    Ending,
    NoticePeriod,
    Question,
    Review,
    Ruling,
    Signature,
    Text,
)
from scopeofduty.city.agreements.register import tell
from scopeofduty.city.agreements.standing import State, approval_of, standing
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.models import Step
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.sitting import add_item
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from datetime import date, datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.commission.models import Item, Session

SHORTEST_NOTICE = 7  # days
LARGEST_DOCUMENT = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Document:
    """A file that came with a form: its name and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()


def propose(values: dict[str, Any], document: Document | None, *, by: User, at: datetime) -> Agreement:
    """Enter a proposed agreement with its first text.

    ``values`` may hold ``expires_on`` and ``review_on``: terms of the text, not of the agreement.
    """
    values = dict(values)
    terms = {name: values.pop(name, None) for name in ("expires_on", "review_on")}
    with transaction.atomic():
        agreement = Agreement.objects.create(**values, by=by, at=at)
        audit.record(audit.Event.AGREEMENT_ENTERED, actor=by, subject=agreement.public_id, at=at)
        if document:
            add_text(agreement, document, by=by, at=at, **terms)
    return agreement


def add_text(
    agreement: Agreement,
    document: Document,
    *,
    by: User,
    at: datetime,
    expires_on: date | None = None,
    review_on: date | None = None,
) -> Text:
    """Add the next text. Counsel, notice and vote begin again with it: they are of a text, not of a name.

    Raises:
        RefusedError: it is signed or ended, or somebody added another text at the same moment.
    """
    with transaction.atomic():
        _unsigned(agreement)
        last = agreement.texts.aggregate(last=Max("seq"))["last"] or 0
        text = Text.objects.create(
            agreement=agreement,
            seq=last + 1,
            name=document.name,
            data=document.data,
            sha256=document.sha256,
            expires_on=expires_on,
            review_on=review_on,
            by=by,
            at=at,
        )
        audit.record(audit.Event.AGREEMENT_TEXT, actor=by, subject=str(text), at=at)
    return text


def analyse(
    text: Text, finding: str, reasons: str, *, says: dict[str, Any], by: User, at: datetime
) -> Analysis:
    """Keep counsel's reading of one text, with what the desk answers for it that day."""
    with transaction.atomic():
        made = Analysis.objects.create(
            text=text, finding=Analysis.Finding(finding), reasons=reasons, says=says, by=by, at=at
        )
        audit.record(audit.Event.AGREEMENT_ANALYSED, actor=by, subject=str(text), at=at)
    return made


def give_notice(text: Text, until: date, *, by: User, at: datetime) -> NoticePeriod:
    """Lay a text open to the public until a day, at least a week away.

    Raises:
        RefusedError: counsel has not read it, the time is too short, or notice was given before.
    """
    if not text.analyses.exists():
        raise RefusedError(_("Counsel reads the text first; the public reads counsel's reasons beside it."))
    if (until - today(at)).days < SHORTEST_NOTICE:
        raise RefusedError(
            _("The public has %(days)s days at least. Choose a later day.") % {"days": SHORTEST_NOTICE}
        )
    try:
        with transaction.atomic():
            _unsigned(text.agreement)
            made = NoticePeriod.objects.create(text=text, until=until, by=by, at=at)
            audit.record(audit.Event.AGREEMENT_NOTICED, actor=by, subject=str(text), at=at)
    except IntegrityError:
        raise RefusedError(_("Notice of this text was given before.")) from None
    return made


def put_to_vote(text: Text, session: Session, *, by: User, at: datetime) -> Item:
    """Put exactly this text on the agenda of a session.

    Raises:
        RefusedError: it is signed, or the public has not had its time by the day of the session.
    """
    agreement = text.agreement
    with transaction.atomic():
        _unsigned(agreement)
        if standing(agreement, today(at)).text != text:
            raise RefusedError(_("A newer text was added. Put that one to the vote."))
        _noticed(text, today(session.starts_at))
        if text.questions.filter(item__votes=None, item__session__off_at=None).exists():
            raise RefusedError(_("It stands on an agenda already."))
        item = add_item(
            session,
            {
                "part": "regular",
                "step": Step.AGREEMENT,
                "title": agreement.title,
                "title_es": agreement.title_es,
                "about": agreement.summary,
                "about_es": agreement.summary_es,
            },
            by=by,
            at=at,
        )
        Question.objects.create(item=item, text=text, by=by, at=at)
    return item


def before_a_vote(items: list[Item], at: datetime, **_rest: Any) -> None:
    """Keep a vote on an agreement from being opened before counsel and the public had their time.

    Raises:
        RefusedError: something that comes before a vote has not happened.
    """
    for item in items:
        question = getattr(item, "agreement_question", None)
        if item.step == Step.AGREEMENT and question is None:
            raise RefusedError(_("“%(item)s” names no text of an agreement.") % {"item": item})
        if question:
            _unsigned(question.text.agreement)
            _noticed(question.text, today(at))


def sign(
    agreement: Agreement, values: dict[str, Any], document: Document, *, by: User, at: datetime
) -> Signature:
    """Record that the city signed: who, when, and the signed document.

    The approval is looked up: the vote that passed on the newest text, closed before the pen was used.
    Without one the signature is recorded as what it is, told to the public, and opened as a possible
    violation.

    Raises:
        RefusedError: a signature is recorded already, its time is still to come, or what was proposed had
            ended before it: then it is another agreement, and is reported as that.
    """
    signed_at: datetime = values["signed_at"]
    if signed_at > at:
        raise RefusedError(_("That time is still to come. Record the signature once it was given."))
    try:
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=agreement.pk)
            _not_ended(agreement, signed_at)
            text = agreement.texts.last()
            vote = approval_of(text) if text else None
            if vote and (vote.closed_at is None or vote.closed_at > signed_at):
                vote = None
            made = Signature.objects.create(
                agreement=agreement,
                text=text,
                vote=vote,
                signed_at=signed_at,
                signer=values["signer"],
                name=document.name,
                data=document.data,
                sha256=document.sha256,
                expires_on=text.expires_on if text else values.get("expires_on"),
                by=by,
                at=at,
            )
            audit.record(audit.Event.AGREEMENT_SIGNED, actor=by, subject=agreement.public_id, at=at)
            tell(made)
            if vote is None:
                found_signed.open_violation(made)
    except IntegrityError:
        raise RefusedError(_("A signature of this agreement is recorded already.")) from None
    return made


def _not_ended(agreement: Agreement, signed_at: datetime) -> None:
    """Check that what was proposed still stood when it was signed. Raises `RefusedError`."""
    ending = Ending.objects.filter(agreement=agreement).first()
    if ending and (ending.how == Ending.How.PROPOSAL or ending.at <= signed_at):
        raise RefusedError(
            _(
                "It had ended before that. If somebody signed it all the same, report it as one that was "
                "signed without a vote."
            )
        )


def report_found(values: dict[str, Any], document: Document, *, by: User, at: datetime) -> Agreement:
    """Record an agreement that was found signed and never went to a vote.

    Raises:
        RefusedError: that document is recorded already, under the number that the message names.
    """
    values = dict(values)
    signature = {name: values.pop(name, None) for name in ("signed_at", "signer", "expires_on")}
    with transaction.atomic():
        # One report at a time: two people who found the same paper record it once.
        City.objects.select_for_update().first()
        known = Signature.objects.filter(sha256=document.sha256).select_related("agreement").first()
        if known:
            raise RefusedError(
                _("This document is recorded already, as the signature of %(id)s.")
                % {"id": known.agreement.public_id}
            )
        agreement = propose({**values, "found": True}, None, by=by, at=at)
        sign(agreement, signature, document, by=by, at=at)
    return agreement


def rule(agreement: Agreement, says: str, reasons: str, *, by: User, at: datetime) -> Ruling:
    """Keep counsel's ruling on an agreement that was signed without a vote.

    Raises:
        RefusedError: it was not.
    """
    if not standing(agreement, today(at)).late:
        raise RefusedError(_("Counsel rules on agreements that were signed without a vote."))
    with transaction.atomic():
        made = Ruling.objects.create(
            agreement=agreement, says=Ruling.Says(says), reasons=reasons, by=by, at=at
        )
        audit.record(audit.Event.AGREEMENT_RULED, actor=by, subject=agreement.public_id, at=at)
    return made


def review(agreement: Agreement, note: str, next_on: date, *, by: User, at: datetime) -> Review:
    """Keep a review. It moves the next review, and never the day on which the agreement ends.

    Raises:
        RefusedError: it isn't in force, or the next review would come after its end or not after today.
    """
    found = standing(agreement, today(at))
    if found.state is not State.IN_FORCE:
        raise RefusedError(_("Only an agreement in force is reviewed."))
    if next_on <= today(at):
        raise RefusedError(_("The next review is to come. Choose a later day."))
    if found.ends_on and next_on > found.ends_on:
        raise RefusedError(
            _("It ends on %(day)s. To go on after that, propose a renewal: it needs its own vote.")
            % {"day": found.ends_on.isoformat()}
        )
    with transaction.atomic():
        made = Review.objects.create(agreement=agreement, note=note, next_on=next_on, by=by, at=at)
        audit.record(audit.Event.AGREEMENT_REVIEWED, actor=by, subject=agreement.public_id, at=at)
    return made


def end(agreement: Agreement, how: str, on: date, reason: str, *, by: User, at: datetime) -> Ending:
    """Record that an agreement, or its proposal, ended.

    Raises:
        RefusedError: its end is recorded already, or it is no proposal any more.
    """
    try:
        with transaction.atomic():
            Agreement.objects.select_for_update().get(pk=agreement.pk)
            if how == Ending.How.PROPOSAL and Signature.objects.filter(agreement=agreement).exists():
                raise RefusedError(_("It is signed, so it is no proposal any more. Say who ended it."))
            made = Ending.objects.create(
                agreement=agreement, how=Ending.How(how), on=on, reason=reason, by=by, at=at
            )
            audit.record(audit.Event.AGREEMENT_ENDED, actor=by, subject=agreement.public_id, at=at)
    except IntegrityError:
        raise RefusedError(_("The end of this agreement is recorded already.")) from None
    return made


def _noticed(text: Text, day: date) -> None:
    """Check that the public had its time before ``day``. Raises `RefusedError`."""
    notice = getattr(text, "notice", None)
    if notice is None:
        raise RefusedError(_("The public has not been given notice of “%(text)s”.") % {"text": text})
    if notice.until >= day:
        raise RefusedError(
            _("The public can answer until %(day)s; the vote comes after that.")
            % {"day": notice.until.isoformat()}
        )


def _unsigned(agreement: Agreement) -> None:
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if Signature.objects.filter(agreement=agreement).exists():
        raise RefusedError(
            _(
                "It is signed: nothing that comes before a signature can be added afterwards. Propose a "
                "new one."
            )
        )
    if Ending.objects.filter(agreement=agreement).exists():
        raise RefusedError(_("It was ended. Propose a new one."))

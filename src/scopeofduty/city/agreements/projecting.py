"""Agreements on the public pages: from their public notice on, and whatever was signed, refused or ended.

The projection is worked out anew from what happened, so doing it twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from scopeofduty.city.agreements.models import NeighbourList
from scopeofduty.city.agreements.standing import State, every
from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import zone
from scopeofduty.city.collection.register import today
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.public.models import PublicAgreement, PublicAgreementFile, PublicNeighbours
from scopeofduty.city.public.router import WRITER

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty.city.agreements.models import Agreement, Text
    from scopeofduty.city.agreements.standing import Standing


def project(window: datetime | None = None) -> None:
    """Show every agreement that is public, as it stands at ``window`` (now, when none is given)."""
    day = today(window or port.now())
    newest = NeighbourList.objects.first()
    with transaction.atomic(using=WRITER):
        for found in every(day):
            if is_public(found):
                _show(found)
        if newest:
            PublicNeighbours.objects.update_or_create(
                pk=1,
                defaults={
                    "as_of": newest.as_of,
                    "source": newest.source,
                    "states": newest.states,
                    "rows": newest.rows,
                },
            )


def is_public(found: Standing) -> bool:
    """Say whether the public sees it: noticed, voted on, signed or ended after its notice."""
    noticed = any(hasattr(text, "notice") for text in found.agreement.texts.all())
    return bool(noticed or found.vote or found.signature)


def _show(found: Standing) -> None:
    agreement = found.agreement
    PublicAgreement.objects.update_or_create(
        number=agreement.pk,
        defaults={
            "public_id": agreement.public_id,
            "state": found.state.value,
            "changed_at": changed(found),
            "content": content(found),
        },
    )
    shown = [(text.sha256, text.name, text.data) for text in agreement.texts.all() if hasattr(text, "notice")]
    if found.signature and found.signature.data is not None:
        shown.append((found.signature.sha256, found.signature.name, found.signature.data))
    for sha256, name, data in shown:
        if not PublicAgreementFile.objects.using(WRITER).filter(pk=sha256).exists():
            PublicAgreementFile.objects.create(sha256=sha256, name=name, data=bytes(data))


def content(found: Standing) -> dict[str, Any]:
    """Return what the public reads of an agreement, in both languages."""
    agreement, signature = found.agreement, found.signature
    ending = getattr(agreement, "ending", None)
    return {
        "title": {"en": agreement.title, "es": agreement.title_es or agreement.title},
        "summary": {"en": agreement.summary, "es": agreement.summary_es or agreement.summary},
        "kind": in_both(agreement.get_kind_display),
        "partner": agreement.partner,
        "department": agreement.department,
        "renews": agreement.renews.public_id if agreement.renews else "",
        "state": in_both(lambda: found.state.label),
        "tone": found.tone,
        "late": found.late,
        "found": agreement.found,
        "ends_on": _iso(found.ends_on),
        "review_on": _iso(found.review_on) if found.state is State.IN_FORCE else "",
        "texts": [_text(text) for text in agreement.texts.all() if hasattr(text, "notice")],
        "vote": found.vote.pk if found.vote else 0,
        "approval": found.approval.pk if found.approval else 0,
        "signed": _signed(found) if signature else None,
        "ruling": _ruling(found),
        "ending": {"how": in_both(ending.get_how_display), "on": _iso(ending.on), "reason": ending.reason}
        if ending
        else None,
        "violation": violation_of(agreement),
    }


def _text(text: Text) -> dict[str, Any]:
    analyses = [
        {"finding": in_both(each.get_finding_display), "reasons": each.reasons, "on": _iso(today(each.at))}
        for each in text.analyses.all()
    ]
    return {
        "name": text.name,
        "sha256": text.sha256,
        "expires_on": _iso(text.expires_on),
        "until": _iso(text.notice.until),
        "analyses": analyses,
    }


def _signed(found: Standing) -> dict[str, Any]:
    signature = found.signature
    assert signature  # noqa: S101 — asked only where there is one
    return {
        "at": signature.signed_at.isoformat(),
        "on": _iso(today(signature.signed_at)),
        "recorded": signature.at.isoformat(),
        "signer": signature.signer,
        "sha256": signature.sha256,
    }


def _ruling(found: Standing) -> dict[str, Any] | None:
    ruling = found.ruling
    if ruling is None:
        return None
    return {"says": in_both(ruling.get_says_display), "reasons": ruling.reasons, "on": _iso(today(ruling.at))}


def violation_of(agreement: Agreement) -> dict[str, Any] | None:
    """Return the section that a signature without a vote may have broken, and what was found of it so far."""
    opened = getattr(agreement, "possible_violation", None)
    if opened is None:
        return None
    stage, at = finding_of(agreement)
    return {
        "section": opened.section,
        "on": _iso(today(opened.at)),
        "stage": in_both(lambda: str(stage)) if stage else None,
        "decided": _iso(today(at)) if at else "",
    }


def finding_of(agreement: Agreement) -> tuple[str, datetime | None]:
    """Return how far the handling of a possible violation is, and since when; "" where it is none."""
    opened = getattr(agreement, "possible_violation", None)
    # The row is kept by the part that handles violations, which this one doesn't know.
    arrived = getattr(opened, "arrived", None)
    return (arrived.State(arrived.state).label, arrived.decided_at) if arrived else ("", None)


def changed(found: Standing) -> datetime:
    """Return when anything of an agreement last happened."""
    agreement = found.agreement
    moments = [agreement.at, *(text.at for text in agreement.texts.all())]
    moments += [text.notice.at for text in agreement.texts.all() if hasattr(text, "notice")]
    moments += [
        each.at for each in (found.signature, found.ruling, getattr(agreement, "ending", None)) if each
    ]
    moments += [at for _stage, at in [finding_of(agreement)] if at]
    moments += [review.at for review in agreement.reviews.all()]
    moments += [found.vote.closed_at] if found.vote and found.vote.closed_at else []
    ending = getattr(agreement, "ending", None)
    if found.state is State.WITHDRAWN and ending:
        moments.append(datetime.combine(ending.on, time(), zone()))
    if found.state is State.EXPIRED and found.ends_on:
        moments.append(datetime.combine(found.ends_on + timedelta(days=1), time(), zone()))
    return max(moments)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

"""Drafts and comments as the public reads them: written at the two windows of the day and at no other time.

The window alone decides: run again after a kill, it writes the same. Comments of one window get their numbers
by what they say, so that no number tells who came first.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from scopeofduty.city.clock.due import zone
from scopeofduty.city.drafts import changes, packs, references, telling, wording
from scopeofduty.city.drafts.models import Comment, Draft, Moderation, PublishedComment
from scopeofduty.city.notices.content import in_both
from scopeofduty.city.public.models import PublicComment, PublicDocument, PublicDraft, PublicDraftVersion
from scopeofduty.city.public.router import WRITER
from scopeofduty.documents import DocumentError

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.drafts.changes import Change
    from scopeofduty.city.drafts.models import Revision

SHOWN = {Moderation.Decision.SHOWN, Moderation.Decision.HARMFUL_FILE}


def publish(window: datetime) -> None:
    """Run the publication window ``window`` (UTC)."""
    day = window.astimezone(zone()).date()
    with transaction.atomic(using=WRITER):
        for draft in Draft.objects.filter(comments_open__lte=day).order_by("pk"):
            revision = draft.revisions.filter(at__lte=window).first()
            if revision:
                _draft(draft, revision, window)
                _versions(draft, window)
                _comments(draft, window)


def _draft(draft: Draft, revision: Revision, window: datetime) -> None:
    values: dict[str, Any] = {
        "title": {"en": draft.title, "es": draft.title_es or draft.title},
        "purpose": {"en": draft.purpose, "es": draft.purpose_es or draft.purpose},
        "law": draft.law,
        "opens": draft.comments_open,
        "closes": draft.comments_close,
        "ended": draft.state == Draft.State.ENDED,
    }
    change = _change(draft, packs.files_of(draft.base, revision.text, revision.rules), window)
    values |= {"change": _html(change), "situations": situations(change)}
    known = PublicDraft.objects.using(WRITER).filter(slug=draft.slug).first()
    if known is None or known.revision != revision.number:
        values |= {"revision": revision.number, "window": window, "sections": sections(revision.text)}
    if known is None or any(getattr(known, name) != value for name, value in values.items()):
        PublicDraft.objects.using(WRITER).update_or_create(slug=draft.slug, defaults=values)


def _versions(draft: Draft, window: datetime) -> None:
    known = set(
        PublicDraftVersion.objects.using(WRITER).filter(draft_id=draft.slug).values_list("number", flat=True)
    )
    for version in draft.versions.filter(at__lte=window):
        if version.number not in known:
            PublicDraftVersion.objects.using(WRITER).create(
                draft_id=draft.slug,
                number=version.number,
                name=version.name,
                digest=version.digest,
                window=window,
                sections=sections(version.files[packs.TEXT]),
                change=_html(_change(draft, version.files, window)),
            )


def _change(draft: Draft, files: packs.Files, window: datetime) -> Change:
    before = references.resolve(references.began_with(draft), draft)
    return changes.change_page(before.files, files, at=window)


def _html(change: Change) -> dict[str, str]:
    told = {}
    for language in ("en", "es"):
        with override(language):
            told[language] = render_to_string("drafts/_change.html", {"change": change})
    return told


def situations(change: Change) -> list[dict[str, str]]:
    """Return each kind of situation in words; its id holds from window to window, as its words do."""
    told = [telling.situation(each.group) for each in change.situations]
    return [
        {"en": one.en, "es": one.es, "id": hashlib.sha256(one.en.encode()).hexdigest()[:12]} for one in told
    ]


def sections(text: str) -> list[dict[str, Any]]:
    """Return a text's sections as the public page shows them; none when its form is broken."""
    try:
        found = wording.sections_of(text)
    except DocumentError:
        return []
    return [
        {
            "label": one.label,
            "heading": {"en": one.heading.en, "es": one.heading.in_language("es")},
            "text": {"en": one.text.en, "es": one.text.in_language("es")},
        }
        for one in found.values()
    ]


def _comments(draft: Draft, window: datetime) -> None:
    rows = Comment.objects.filter(draft=draft, at__lte=window, moderations__at__lte=window).distinct()
    fresh = [row for row in rows.select_related("revision") if not hasattr(row, "published")]
    number = PublishedComment.objects.filter(draft=draft).count()
    for place, comment in enumerate(sorted(fresh, key=_by_its_words), start=number + 1):
        PublishedComment.objects.create(comment=comment, draft=draft, number=place, window=window)
    for published in PublishedComment.objects.filter(draft=draft).select_related("comment__revision"):
        _show(published, window)


def _by_its_words(comment: Comment) -> str:
    said = f"{comment.text}\x1f{comment.name}\x1f{comment.section}\x1f{comment.stance}"
    return hashlib.sha256(said.encode()).hexdigest()


def _show(published: PublishedComment, window: datetime) -> None:
    comment = published.comment
    last = comment.moderations.filter(at__lte=window).last()
    shown = last.decision in SHOWN
    document = getattr(comment, "document", None)
    offered = document if document and last.decision == Moderation.Decision.SHOWN else None
    values: dict[str, Any] = {
        "about": comment.about,
        "section": comment.section,
        "situation": comment.situation,
        "stance": comment.stance,
        "text": comment.text if shown else "",
        "name": comment.name if shown else "",
        "language": comment.language,
        "revision": comment.revision.number,
        "kept_back": {} if last.decision == Moderation.Decision.SHOWN else in_both(last.get_decision_display),
        "note": last.note,
        "answers": _answers(comment, window),
        "document": _told(offered) if offered else {},
    }
    rows = PublicComment.objects.using(WRITER)
    known = rows.filter(draft_id=comment.draft.slug, number=published.number).first()
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return
    row, _made = rows.update_or_create(
        draft_id=comment.draft.slug, number=published.number, defaults={**values, "window": window}
    )
    PublicDocument.objects.using(WRITER).filter(comment=row).delete()
    if offered:
        PublicDocument.objects.using(WRITER).create(comment=row, data=bytes(offered.data))


def _answers(comment: Comment, window: datetime) -> list[dict[str, str]]:
    return [
        {"text": answer.text, "by": answer.by.name}
        for answer in comment.answers.filter(at__lte=window).select_related("by")
    ]


def _told(document: Any) -> dict[str, Any]:
    return {
        "name": document.name,
        "kind": document.kind,
        "bytes": len(document.data),
        "sha256": document.sha256,
    }

"""Public pages of drafts: what is proposed, what it would change, and what residents say of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse

from scopeofduty.city.public.models import PublicComment, PublicDocument, PublicDraft, PublicDraftVersion
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

STANCES = ("for", "against", "neither")


@published
def proposals(request: HttpRequest) -> HttpResponse:
    """List the drafts that the public may read: those still being written, then those that have ended."""
    return page(request, "proposals.html", drafts=list(PublicDraft.objects.all()))


@published
def proposals_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return every public draft with its versions and comments as JSON."""
    rows = PublicDraft.objects.prefetch_related("versions", "comments")
    return JsonResponse(
        {"proposals": [_plain(draft) for draft in rows]}, json_dumps_params={"sort_keys": True}
    )


@published
def proposal(request: HttpRequest, draft: str) -> HttpResponse:
    """Show one draft: its words, clause by clause, with the number of comments on each."""
    found = _draft(draft)
    comments = list(found.comments.all())
    by_section = Counter(comment.section for comment in comments if comment.about == "section")
    clauses = [{**section, "comments": by_section[section["label"]]} for section in found.sections]
    return page(
        request, "proposal.html", draft=found, clauses=clauses, counts=_counts(comments), said=len(comments)
    )


@published
def proposal_change(request: HttpRequest, draft: str) -> HttpResponse:
    """Show what a draft would change."""
    return page(request, "proposal_change.html", draft=_draft(draft))


@published
def proposal_comments(request: HttpRequest, draft: str) -> HttpResponse:
    """Show every comment, subject by subject, each side's beside the other's whatever their numbers."""
    found = _draft(draft)
    comments = list(found.comments.all())
    headings = {one["label"]: one["heading"] for one in found.sections}
    subjects = [{**each, "heading": headings.get(each["section"])} for each in _subjects(comments)]
    context = {
        "draft": found,
        "counts": _counts(comments),
        "said": len(comments),
        "subjects": subjects,
    }
    return page(request, "proposal_comments.html", **context)


@published
def proposal_version(request: HttpRequest, draft: str, number: int) -> HttpResponse:
    """Show a version as it was frozen to be voted on."""
    rows = PublicDraftVersion.objects.select_related("draft")
    version = rows.filter(draft_id=draft, number=number).first()
    if version is None:
        raise Http404
    return page(request, "proposal_version.html", draft=version.draft, version=version)


@published
def comment_document(request: HttpRequest, draft: str, number: int) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Give a resident's document to save. No browser opens it as a page of ours."""
    rows = PublicDocument.objects.select_related("comment")
    found = rows.filter(comment__draft_id=draft, comment__number=number).first()
    if found is None or not found.comment.document:
        raise Http404
    response = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    name = f"{draft}-comment-{number}.{found.comment.document['kind']}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@published
def comment_rules(request: HttpRequest) -> HttpResponse:
    """Say by which rules comments are shown or kept back."""
    return page(request, "proposal_rules.html")


def _draft(slug: str) -> PublicDraft:
    found = PublicDraft.objects.filter(pk=slug).first()
    if found is None:
        raise Http404
    return found


def _counts(comments: Iterable[PublicComment]) -> dict[str, int]:
    counted = Counter(comment.stance for comment in comments)
    return {stance: counted[stance] for stance in STANCES}


def _subjects(comments: Iterable[PublicComment]) -> list[dict[str, Any]]:
    """Gather comments by what they speak of; the smaller side of each comes first, so that none is hidden."""
    gathered: dict[tuple[str, str, str], list[PublicComment]] = {}
    for comment in comments:
        words = str(comment.situation.get("en", ""))
        gathered.setdefault((comment.about, comment.section, words), []).append(comment)
    return [
        {
            "about": about,
            "section": section,
            "situation": some[0].situation,
            "counts": _counts(some),
            "sides": [
                {"stance": stance, "comments": [one for one in some if one.stance == stance]}
                for stance in sorted(
                    STANCES, key=lambda stance: (_counts(some)[stance], STANCES.index(stance))
                )
                if _counts(some)[stance]
            ],
        }
        for (about, section, _words), some in gathered.items()
    ]


def _plain(draft: PublicDraft) -> dict[str, Any]:
    return {
        "id": draft.slug,
        "title": draft.title,
        "purpose": draft.purpose,
        "law": draft.law,
        "revision": draft.revision,
        "comments_from": draft.opens.isoformat(),
        "comments_until": draft.closes.isoformat() if draft.closes else None,
        "ended": draft.ended,
        "sections": draft.sections,
        "versions": [
            {"number": one.number, "name": one.name, "digest": one.digest, "sections": one.sections}
            for one in draft.versions.all()
        ],
        "comments": [one.said for one in draft.comments.all()],
    }

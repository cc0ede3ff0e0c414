"""Residents' comments: shown by the published rules, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.drafts.forms import AnswerForm, ModerationForm
from scopeofduty.city.drafts.models import Comment, CommentAnswer, CommentDocument, Moderation
from scopeofduty.city.drafts.views.files import attachment

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

READ = requires(Permission.COMMENT_MODERATE, Permission.COMMENT_ANSWER)
MOST = 100


@READ
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, oldest first, then what was decided, newest first."""
    rows = Comment.objects.select_related("draft", "document").prefetch_related("moderations", "answers")
    context = {
        "waiting": rows.filter(moderations=None)[:MOST],
        "decided": rows.exclude(moderations=None).distinct().order_by("-at")[:MOST],
    }
    return render(request, "drafts/queue.html", context)


@READ
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one comment, and decide about it."""
    found = get_object_or_404(Comment.objects.select_related("draft"), pk=pk)
    may = request.user.may(Permission.COMMENT_MODERATE)
    form = ModerationForm(request.POST if request.method == "POST" and may else None)
    if request.method == "POST" and may and form.is_valid():
        given, at = form.cleaned_data, port.now()
        Moderation.objects.create(
            comment=found, decision=given["decision"], note=given["note"], by=request.user, at=at
        )
        subject = f"{found}: {given['decision']}"
        event = audit.Event.COMMENT_MODERATED
        audit.record(event, actor=request.user, subject=subject, reason=given["note"], at=at)
        messages.success(request, _("Decided. The public sees it at the next publication window."))
        return redirect("drafts:queue")
    context = {
        "comment": found,
        "form": form if may else None,
        "moderations": found.moderations.select_related("by"),
        "answers": found.answers.select_related("by"),
        "answer_form": AnswerForm(prefix="answer") if request.user.may(Permission.COMMENT_ANSWER) else None,
    }
    return render(request, "drafts/comment.html", context)


@requires(Permission.COMMENT_ANSWER)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a comment; the answer is shown beside it from the next window on."""
    found = get_object_or_404(Comment, pk=pk)
    form = AnswerForm(request.POST, prefix="answer")
    if form.is_valid():
        text, at = form.cleaned_data["text"], port.now()
        if not found.answers.filter(text=text, by=request.user).exists():
            CommentAnswer.objects.create(comment=found, text=text, by=request.user, at=at)
        messages.success(request, _("Answered. The public sees it at the next publication window."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("drafts:comment", pk)


@READ
def document(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Give a resident's document to save; it is never opened in the page."""
    found = get_object_or_404(CommentDocument, comment_id=pk)
    return attachment(bytes(found.data), "application/octet-stream", f"comment-{pk}.{found.kind}")

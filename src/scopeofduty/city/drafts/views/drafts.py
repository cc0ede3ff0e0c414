"""The list of drafts, one draft with everything about it, and its beginnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty import law
from scopeofduty.city.accounts import audit
from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.drafts import packs, references, versions, writing
from scopeofduty.city.drafts.faults import faults
from scopeofduty.city.drafts.forms import BeginForm, BranchForm, DraftForm, ReasonForm, VersionForm
from scopeofduty.city.drafts.models import Draft, Suggestion

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

READ = requires(Permission.DRAFT_READ)
WRITE = requires(Permission.DRAFT_WRITE)


@READ
def drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts: those being written, then those that have ended."""
    found = list(Draft.objects.select_related("by", "branch_of__draft").prefetch_related("versions"))
    context = {
        "working": [draft for draft in found if draft.state == Draft.State.WORKING],
        "ended": [draft for draft in found if draft.state == Draft.State.ENDED],
        "may_write": request.user.may(Permission.DRAFT_WRITE),
    }
    return render(request, "drafts/drafts.html", context)


@READ
def draft(request: HttpRequest, draft: str) -> HttpResponse:
    """Show one draft: what waits, its versions, branches and history."""
    found = get_object_or_404(Draft.objects.select_related("branch_of__draft"), slug=draft)
    suggestions = list(found.suggestions.select_related("by", "base", "decided_by"))
    head = found.head
    context = {
        "draft": found,
        "head": head,
        "faults": faults(packs.files_of(found.base, head.text, head.rules)),
        "open": [each for each in suggestions if each.state == Suggestion.State.OPEN],
        "answered": [each for each in suggestions if each.state != Suggestion.State.OPEN],
        "versions": found.versions.select_related("by", "revision"),
        "revisions": found.revisions.select_related("by"),
        "branches": Draft.objects.filter(branch_of__draft=found),
        "frozen": found.frozen,
        "base": references.began_with(found),
        "may_write": request.user.may(Permission.DRAFT_WRITE),
        "may_suggest": request.user.may(Permission.DRAFT_SUGGEST),
        "may_moderate": request.user.may(
            Permission.COMMENT_MODERATE,
        ),
    }
    return render(request, "drafts/draft.html", context)


@WRITE
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from a version of a law."""
    starts = references.known_starts()
    named = [(start.key, f"{start.law}, {start.name}") for start in starts]
    form = BeginForm(request.POST if request.method == "POST" else None, starts=named)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        chosen = given.pop("start")
        start = next(each for each in starts if each.key == chosen)
        try:
            begun = writing.begin(given.pop("title"), start, by=request.user, at=port.now(), **given)
        except law.LawError as error:
            form.add_error("start", str(error))
        else:
            messages.success(request, _("The draft is begun. Write in it, or take in a file."))
            return redirect("drafts:draft", begun.slug)
    return _form(request, form, _("Begin a draft"), _("Begin it"))


@WRITE
def change(request: HttpRequest, draft: str) -> HttpResponse:
    """Change a draft's names, its comment period, or end it."""
    found = get_object_or_404(Draft, slug=draft)
    form = DraftForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        # Only these columns: another writer may have saved a revision meanwhile.
        form.save(commit=False).save(update_fields=form.Meta.fields)
        event = audit.Event.DRAFT_CHANGED
        changed = ", ".join(form.changed_data)
        audit.record(event, actor=request.user, subject=f"{found.slug}: {changed}", at=port.now())
        messages.success(request, _("Changed. What is public follows at the next publication window."))
        return redirect("drafts:draft", found.slug)
    return _form(request, form, _("Names and comments"), _("Save"), draft=found)


@WRITE
def branch(request: HttpRequest, draft: str) -> HttpResponse:
    """Begin a branch from the newest revision."""
    found = get_object_or_404(Draft, slug=draft)
    form = BranchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        begun = writing.branch(found.head, title, by=request.user, at=port.now())
        messages.success(request, _("The branch is begun. Nothing of it touches the other draft."))
        return redirect("drafts:draft", begun.slug)
    return _form(request, form, _("Begin a branch"), _("Begin it"), draft=found)


@WRITE
def freeze(request: HttpRequest, draft: str) -> HttpResponse:
    """Keep a draft still while it is consolidated."""
    found = get_object_or_404(Draft, slug=draft)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.freeze(found, form.cleaned_data["reason"], by=request.user, at=port.now())
        except writing.DraftError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Only you can write in it now. Others can still suggest."))
        return redirect("drafts:draft", found.slug)
    return _form(request, form, _("Keep it still while you consolidate"), _("Keep it still"), draft=found)


@WRITE
@require_POST
def thaw(request: HttpRequest, draft: str) -> HttpResponse:
    """Open a draft for writing again."""
    found = get_object_or_404(Draft, slug=draft)
    writing.thaw(found, by=request.user, at=port.now())
    messages.success(request, _("Everybody who writes this draft can write in it again."))
    return redirect("drafts:draft", found.slug)


@WRITE
def version(request: HttpRequest, draft: str) -> HttpResponse:
    """Freeze the newest revision as a version that the commission can vote on."""
    found = get_object_or_404(Draft, slug=draft)
    form = VersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = versions.freeze(found, found.head, name=name, by=request.user, at=port.now())
        except law.LawError as error:
            form.add_error(
                None, _("The rules can't be read, so the desk couldn't either: %(why)s") % {"why": error}
            )
        else:
            messages.success(
                request, _("Version %(number)s is frozen. It can go on an agenda.") % {"number": made.number}
            )
            return redirect("drafts:draft", found.slug)
    return _form(request, form, _("Freeze a version to vote on"), _("Freeze it"), draft=found)


def _form(request: HttpRequest, form: Form, title: str, action: str, **more: object) -> HttpResponse:
    return render(request, "drafts/form.html", {"form": form, "title": title, "action": action, **more})

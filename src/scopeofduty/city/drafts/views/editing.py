"""The editor: text left, rules right; and what it is told while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.drafts import faults, packs, writing
from scopeofduty.city.drafts.forms import LONGEST, EditorForm
from scopeofduty.city.drafts.models import Draft, Revision
from scopeofduty.city.drafts.parties import Party
from scopeofduty.city.drafts.templatetags.drafting import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


LOOK_BACK = 10  # revisions


@requires(Permission.DRAFT_WRITE)
def write(request: HttpRequest, draft: str) -> HttpResponse:
    """Write in a draft; whoever is overtaken finds their words kept, and a page that puts both together."""
    return _editor(request, draft, suggesting=False)


@requires(Permission.DRAFT_SUGGEST)
def suggest(request: HttpRequest, draft: str) -> HttpResponse:
    """Suggest a change: the same editor, and the draft itself stays as it is."""
    return _editor(request, draft, suggesting=True)


def _editor(request: HttpRequest, slug: str, *, suggesting: bool) -> HttpResponse:
    draft = get_object_or_404(Draft, slug=slug)
    head = draft.head
    initial = {"after": head.number, "text": head.text, "rules": head.rules}
    form = EditorForm(
        request.POST if request.method == "POST" else None, person=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        base = draft.revisions.filter(number=form.cleaned_data["after"]).first()
        if base is None:
            form.add_error(
                None, _("There is no revision %(n)s of this draft.") % {"n": form.cleaned_data["after"]}
            )
        else:
            return _kept(request, draft, base, form, suggesting=suggesting)
    shown = {name: str(form[name].value() or "") for name in ("text", "rules")}
    files = packs.files_of(draft.base, shown["text"], shown["rules"])
    context = {
        "draft": draft,
        "form": form,
        "suggesting": suggesting,
        "faults": faults.faults(files),
        "links": faults.links(files, language()),
        "frozen": draft.frozen,
        "head": head,
    }
    return render(request, "drafts/editor.html", context)


def _kept(
    request: HttpRequest, draft: Draft, base: Revision, form: EditorForm, *, suggesting: bool
) -> HttpResponse:
    given, at = form.cleaned_data, port.now()
    words = {"party": Party(given["party"]), "by": request.user, "at": at}
    if suggesting:
        made = writing.suggest(draft, base, given["text"], given["rules"], why=given["summary"], **words)
        messages.success(
            request, _("Your suggestion is kept. Whoever writes the draft answers it, with a reason.")
        )
        return redirect("drafts:suggestion", draft.slug, made.pk)
    try:
        saved = writing.save(
            draft, base.number, given["text"], given["rules"], summary=given["summary"], **words
        )
    except writing.OvertakenError as overtaken:
        messages.warning(request, str(overtaken))
        return redirect("drafts:suggestion", draft.slug, overtaken.suggestion.pk)
    except writing.DraftError as refused:
        made = writing.suggest(draft, base, given["text"], given["rules"], why=given["summary"], **words)
        messages.warning(request, _("%(why)s Your words are kept as a suggestion.") % {"why": refused})
        return redirect("drafts:suggestion", draft.slug, made.pk)
    messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect("drafts:draft", draft.slug)


@requires(Permission.DRAFT_SUGGEST)
@require_POST
def check(request: HttpRequest, draft: str) -> HttpResponse:
    """Tell the editor what is wrong and what changes, while somebody types. Nothing is kept."""
    found = get_object_or_404(Draft, slug=draft)
    text, rules = request.POST.get("text", ""), request.POST.get("rules", "")
    if len(text) > LONGEST or len(rules) > LONGEST:
        return JsonResponse(
            {"faults": [{"side": "text", "line": 0, "message": _("Too long to check."), "hint": ""}]}
        )
    given = packs.files_of(found.base, text, rules)
    return JsonResponse(
        faults.at_a_glance(_readable(found, request.POST.get("after", "")) or given, given, language())
    )


def _readable(draft: Draft, after: str) -> packs.Files | None:
    """Return the newest revision up to ``after`` whose rules can be read: what changes is told against it."""
    newest = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else draft.newest
    for revision in draft.revisions.filter(number__lte=newest)[:LOOK_BACK]:
        files = packs.files_of(draft.base, revision.text, revision.rules)
        if not faults.faults(files):
            return files
    return None

"""One suggestion: what it changes, put onto the newest revision, accepted or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.drafts import changes, merging, packs, writing
from scopeofduty.city.drafts.forms import ReasonForm
from scopeofduty.city.drafts.models import Suggestion

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.drafts.models import Revision


@requires(Permission.DRAFT_READ)
def suggestion(request: HttpRequest, draft: str, pk: int, form: ReasonForm | None = None) -> HttpResponse:
    """Show a suggestion: its words, what they do, and where somebody else changed them too."""
    found = _found(draft, pk)
    head, base = found.draft.head, found.base
    before = packs.files_of(found.draft.base, base.text, base.rules)
    after = packs.files_of(found.draft.base, found.text, found.rules)
    text, rules = writing.merged(found, head)
    is_open = found.state == Suggestion.State.OPEN
    context = {
        "draft": found.draft,
        "suggestion": found,
        "head": head,
        "change": changes.change_page(before, after),
        "clashes": [("text", clash) for clash in text.clashes]
        + [("rules", clash) for clash in rules.clashes],
        "moved_on": head.number != base.number,
        "form": form or ReasonForm(),
        "may_answer": is_open and request.user.may(Permission.DRAFT_WRITE),
        "mine": is_open and found.by_id == request.user.pk,
    }
    return render(request, "drafts/suggestion.html", context, status=400 if form else 200)


@requires(Permission.DRAFT_WRITE)
@require_POST
def accept(request: HttpRequest, draft: str, pk: int) -> HttpResponse:
    """Accept a suggestion, for each place that somebody else changed too with the words that were chosen."""
    found = _found(draft, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return suggestion(request, draft, pk, form)
    after = request.POST.get("after", "")
    head = found.draft.head
    if after != str(head.number):
        messages.error(request, _("Somebody saved this draft in between. Look at the merge again."))
        return redirect("drafts:suggestion", draft, pk)
    text, rules, unsettled = _settled(found, head, request.POST)
    if unsettled:
        form.add_error(
            None, _("Choose for each place that both changed: %(places)s.") % {"places": ", ".join(unsettled)}
        )
        return suggestion(request, draft, pk, form)
    try:
        made = writing.accept(
            found,
            head.number,
            text,
            rules,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=port.now(),
        )
    except writing.DraftError as error:
        messages.error(request, str(error))
        return redirect("drafts:suggestion", draft, pk)
    messages.success(request, _("Accepted: it is now revision %(number)s.") % {"number": made.number})
    return redirect("drafts:draft", draft)


@requires(Permission.DRAFT_SUGGEST)
@require_POST
def reject(request: HttpRequest, draft: str, pk: int) -> HttpResponse:
    """Reject a suggestion with a reason; whoever made it may take it back."""
    found = _found(draft, pk)
    if found.by_id != request.user.pk and not request.user.may(Permission.DRAFT_WRITE):
        messages.error(request, _("Only whoever writes the draft rejects what others suggest."))
        return redirect("drafts:suggestion", draft, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return suggestion(request, draft, pk, form)
    try:
        writing.reject(found, reason=form.cleaned_data["reason"], by=request.user, at=port.now())
    except writing.DraftError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Answered. It stays in the draft's history, with the reason."))
    return redirect("drafts:draft", draft)


def _found(draft: str, pk: int) -> Suggestion:
    rows = Suggestion.objects.select_related("draft", "base", "by", "decided_by", "accepted_as")
    return get_object_or_404(rows, pk=pk, draft__slug=draft)


def _settled(found: Suggestion, head: Revision, chosen: Any) -> tuple[str, str, list[str]]:
    """Return the merged text and rules, and the places for which nobody chose."""
    merged = []
    unsettled: list[str] = []
    for side, cut, pick in (
        ("text", merging.text_blocks, lambda each: each.text),
        ("rules", merging.rule_blocks, lambda each: each.rules),
    ):
        base, theirs, mine = (cut(pick(each)) for each in (found.base, head, found))
        clashes = merging.merge(base, theirs, mine).clashes
        answers = {clash.name: chosen.get(f"{side}-{clash.name}", "") for clash in clashes}
        unsettled += [name for name, answer in answers.items() if answer not in {"theirs", "mine"}]
        take = frozenset(name for name, answer in answers.items() if answer == "mine")
        merged.append(merging.settled(base, theirs, mine, take))
    return merged[0], merged[1], unsettled

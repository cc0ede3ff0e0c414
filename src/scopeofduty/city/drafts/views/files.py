"""Files in and out, one revision, and two texts held side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.drafts import changes, exporting, importing, packs, references, writing
from scopeofduty.city.drafts.forms import ImportForm
from scopeofduty.city.drafts.models import Draft, Source
from scopeofduty.city.drafts.parties import Party, parties_of
from scopeofduty.city.profile.models import City
from scopeofduty.documents import DocumentError

if TYPE_CHECKING:
    from django.http import HttpRequest

READ = requires(Permission.DRAFT_READ)


@READ
def compare(request: HttpRequest, draft: str) -> HttpResponse:
    """Hold two texts side by side: the words, and what they do. It prints as a page of the packet."""
    found = get_object_or_404(Draft, slug=draft)
    old = references.resolve(request.GET.get("old") or references.began_with(found), found)
    new = references.resolve(request.GET.get("new") or f"r{found.newest}", found)
    context = {
        "draft": found,
        "old": old,
        "new": new,
        "choices": references.choices(found),
        "change": changes.change_page(old.files, new.files, at=port.now()),
    }
    return render(request, "drafts/compare.html", context)


@READ
def revision(request: HttpRequest, draft: str, number: int) -> HttpResponse:
    """Show one revision whole."""
    found = get_object_or_404(Draft, slug=draft)
    shown = get_object_or_404(found.revisions.select_related("by"), number=number)
    return render(request, "drafts/revision.html", {"draft": found, "revision": shown})


@READ
def export(request: HttpRequest, draft: str, reference: str, kind: str) -> HttpResponse:
    """Give a revision or version as a file."""
    found = get_object_or_404(Draft, slug=draft)
    if kind not in exporting.KINDS:
        raise Http404
    text = references.resolve(reference, found)
    city = City.objects.first()
    try:
        data = exporting.document(
            text.files, kind, day=text.at, slug=found.slug, city=city.name if city else ""
        )
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("drafts:draft", found.slug)
    return attachment(data, exporting.KINDS[kind], f"{found.slug}-{reference.replace(':', '-')}.{kind}")


@READ
def redline(request: HttpRequest, draft: str, kind: str) -> HttpResponse:
    """Give what changed between two texts, as DOCX with tracked changes or as PDF."""
    found = get_object_or_404(Draft, slug=draft)
    if kind not in {"docx", "pdf"}:
        raise Http404
    old = references.resolve(request.GET.get("old") or references.began_with(found), found)
    new = references.resolve(request.GET.get("new") or f"r{found.newest}", found)
    try:
        data = exporting.redline(
            old.files[packs.TEXT],
            new.files[packs.TEXT],
            kind,
            author=request.user.name,
            at=port.now(),
            title=f"{old.title} → {new.title}",
        )
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("drafts:draft", found.slug)
    return attachment(data, exporting.KINDS[kind], f"{found.slug}-redline.{kind}")


def attachment(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to save: no browser opens it in our place."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.DRAFT_SUGGEST)
def take_in(request: HttpRequest, draft: str) -> HttpResponse:
    """Take in a file: tracked changes become their authors' suggestions, or the text the next revision."""
    found = get_object_or_404(Draft, slug=draft)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    own = parties_of(request.user)
    form = ImportForm(*given, initial={"party": own[0] if own else None})
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, found, form)
        except (DocumentError, writing.DraftError) as error:
            form.add_error("file", str(error))
    context = {"form": form, "title": _("Take in a file"), "action": _("Take it in"), "draft": found}
    return render(request, "drafts/form.html", {**context, "upload": True})


def _taken(request: HttpRequest, draft: Draft, form: ImportForm) -> HttpResponse:
    upload, head, at = form.cleaned_data["file"], draft.head, port.now()
    party = Party(form.cleaned_data["party"])
    data = importing.read_upload(upload)
    authors = importing.authors_of(data)
    if form.cleaned_data["take"] == ImportForm.AS_SUGGESTIONS and authors:
        made = importing.suggestions_from(
            data, head, parties={}, default=party, name=upload.name, by=request.user, at=at
        )
        told = _("%(n)s suggestions by %(authors)s were taken in.")
        messages.success(request, told % {"n": len(made), "authors": ", ".join(authors)})
        return redirect("drafts:draft", draft.slug)
    taken = importing.text_of(data, head.text)
    if taken.left:
        left = _("Not taken along: %(what)s") % {"what": " · ".join(taken.left)[:900]}
        messages.warning(request, left)
    if form.cleaned_data["take"] == ImportForm.AS_SUGGESTIONS or not request.user.may(Permission.DRAFT_WRITE):
        one = writing.suggest(
            draft, head, taken.text, head.rules, party=party, why=upload.name, by=request.user, at=at,
            from_file=upload.name[:200],
        )  # fmt: skip
        return redirect("drafts:suggestion", draft.slug, one.pk)
    saved = writing.save(
        draft, head.number, taken.text, head.rules, party=party, summary=upload.name, by=request.user, at=at,
        source=Source.IMPORTED,
    )  # fmt: skip
    messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect("drafts:draft", draft.slug)

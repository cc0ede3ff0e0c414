"""Residents comment on a draft: no log-in, no cookie, no real name; shown at a window once it was read."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import zone
from scopeofduty.city.collection.forms import GuardedText
from scopeofduty.city.drafts import documents_in
from scopeofduty.city.drafts.models import Comment, CommentDocument, Draft
from scopeofduty.city.public.models import PublicDraft, in_language
from scopeofduty.city.public.views import page
from scopeofduty.city.reports.origin import anonymous

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

MOST_WAITING = 5_000
"""Comments that wait to be read, in all: beyond it, nobody could read them within weeks."""


class CommentForm(forms.Form):
    """What a resident says, and of what."""

    key = forms.RegexField(r"^[A-Za-z0-9_-]{16,64}$", widget=forms.HiddenInput)
    subject = forms.ChoiceField(
        label=gettext_lazy("what you speak of"),
        help_text=gettext_lazy("The whole draft, a clause, or a situation."),
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("are you for it or against it?"),
        choices=Comment.Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one. “Neither” is an answer too.")},
    )
    text = GuardedText(
        label=gettext_lazy("your comment"),
        max_length=5000,
        error_messages={"required": gettext_lazy("Write your comment.")},
        help_text=gettext_lazy(
            "Write nothing that points to a person: no name, no address, nobody's papers."
        ),
    )
    name = GuardedText(
        label=gettext_lazy("how you want to be called"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        required=False,
        help_text=gettext_lazy("Leave it empty, or make a name up. It is shown with the comment."),
    )
    document = forms.FileField(
        label=gettext_lazy("a document you prepared"),
        required=False,
        help_text=gettext_lazy(
            "PDF, DOCX, ODT, plain text, PNG or JPEG, at most 8 MB. It may hold your name: look first."
        ),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another, or leave it out.")},
    )

    def __init__(self, *args: Any, draft: PublicDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        clauses = [
            (f"section {one['label']}", f"{one['label']} {in_language(one['heading'])}")
            for one in draft.sections
        ]
        situations = [(f"situation {one['id']}", in_language(one)) for one in draft.situations]
        subject: Any = self.fields["subject"]
        subject.choices = [("whole", _("The whole draft"))]
        subject.choices += [(_("A clause"), clauses)] if clauses else []
        subject.choices += (
            [(_("A situation that would be answered differently"), situations)] if situations else []
        )

    def clean_document(self) -> documents_in.Taken | None:
        """Check the document: its size, its kind, and that a text in it records nobody's status."""
        upload = self.cleaned_data["document"]
        if not upload:
            return None
        try:
            return documents_in.take(upload)
        except documents_in.DocumentRefusedError as refused:
            raise ValidationError(str(refused)) from None

    @property
    def about(self) -> dict[str, Any]:
        """What the comment speaks of, as its row holds it."""
        kind, _space, which = self.cleaned_data["subject"].partition(" ")
        if kind == "section":
            return {"about": Comment.About.SECTION, "section": which}
        if kind == "situation":
            told = next(one for one in self.draft.situations if one["id"] == which)
            return {
                "about": Comment.About.SITUATION,
                "situation": {language: told[language] for language in ("en", "es")},
            }
        return {"about": Comment.About.WHOLE}


@anonymous
def comment(request: HttpRequest, draft: str) -> HttpResponse:
    """Take a comment on a draft that is open. The page keeps nothing of who sends it."""
    shown = PublicDraft.objects.filter(pk=draft).first()
    found = Draft.objects.filter(slug=draft).first()
    at = port.now()
    if shown is None or found is None:
        raise Http404
    if not is_open(shown, at):
        return page(request, "proposal_closed.html", draft=shown)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"key": secrets.token_urlsafe(24), "subject": request.GET.get("subject", "whole")[:60]}
    form = CommentForm(*given, draft=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        if _waiting() >= MOST_WAITING:
            form.add_error(None, _("Too many comments wait to be read. Please come again in some days."))
        else:
            keep(form, found, shown, at)
            return page(request, "proposal_thanks.html", draft=shown)
    response = page(request, "proposal_comment.html", draft=shown, form=form)
    response.status_code = 400 if form.errors else 200
    return response


def is_open(draft: PublicDraft, at: datetime) -> bool:
    """Say whether comments are taken on the city's day at ``at``."""
    today = at.astimezone(zone()).date()
    return not draft.ended and draft.opens <= today and (draft.closes is None or today <= draft.closes)


def _waiting() -> int:
    return Comment.objects.filter(moderations=None).count()


def keep(form: CommentForm, draft: Draft, shown: PublicDraft, at: datetime) -> None:
    """Keep a comment with its document; the same form sent twice is kept once."""
    given = form.cleaned_data
    language = "es" if (get_language() or "").startswith("es") else "en"
    try:
        with transaction.atomic():
            made = Comment.objects.create(
                draft=draft,
                revision=draft.revisions.get(number=shown.revision),
                stance=given["stance"],
                text=given["text"],
                name=given["name"],
                language=language,
                key=hashlib.sha256(given["key"].encode()).hexdigest(),
                at=at.replace(minute=0, second=0, microsecond=0),
                **form.about,
            )
            taken = given["document"]
            if taken:
                CommentDocument.objects.create(
                    comment=made, name=taken.name, kind=taken.kind, data=taken.data, sha256=taken.sha256
                )
    except IntegrityError:
        return  # the same form, sent twice: it is kept already

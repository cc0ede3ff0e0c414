"""Forms of the drafts' pages. Each message says what came, what was expected, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.collection.forms import DateField, GuardedText
from scopeofduty.city.drafts.models import Draft, Moderation
from scopeofduty.city.drafts.parties import Party, parties_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.city.accounts.models import User

LONGEST = 400_000  # characters of a text or of its rules: a code of 400 sections fits twice


class Words(forms.CharField):
    """A long text as it was typed: nothing stripped, line ends in one form."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, max_length=LONGEST, required=False, **kwargs)
        self.widget.attrs.update({"spellcheck": "true", "rows": 30})


class EditorForm(forms.Form):
    """Text left, rules right. ``after`` is the revision that they were written from."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = Words(label=_("text"))
    rules = Words(label=_("rules"))
    party = forms.ChoiceField(label=_("on behalf of"))
    summary = GuardedText(
        label=_("what changes and why, in a sentence"),
        max_length=300,
        widget=forms.TextInput,
        error_messages={"required": _("Say in a sentence what changes; it stays in the draft's history.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = parties_of(person)
        party: Any = self.fields["party"]
        party.choices = [(one.value, one.label) for one in mine]
        self.fields["rules"].widget.attrs["spellcheck"] = "false"

    def clean_text(self) -> str:
        """Check that there is a text."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise ValidationError(_("The text is empty. A draft needs at least one section: “## 1 Purpose”."))
        return text


class BeginForm(forms.Form):
    """Which law a draft begins from, and what it is called."""

    title = GuardedText(
        label=_("title"),
        max_length=160,
        widget=forms.TextInput,
        help_text=_("What it is about, for example: Notice within 48 hours."),
        error_messages={"required": _("Give the draft a title that says what it is about.")},
    )
    title_es = GuardedText(
        label=_("title in Spanish"), max_length=160, widget=forms.TextInput, required=False
    )
    purpose = GuardedText(
        label=_("what it is for, in two sentences"),
        max_length=1000,
        required=False,
        help_text=_("Residents read this before they comment."),
    )
    purpose_es = GuardedText(label=_("the same in Spanish"), max_length=1000, required=False)
    start = forms.ChoiceField(label=_("begins from"), help_text=_("A version of a law; your own first."))

    def __init__(self, *args: Any, starts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start: Any = self.fields["start"]
        start.choices = list(starts)


class BranchForm(forms.Form):
    """What a branch is called."""

    title = GuardedText(
        label=_("title of the branch"),
        max_length=160,
        widget=forms.TextInput,
        error_messages={"required": _("Say what the branch tries out.")},
    )


class DraftForm(forms.ModelForm):
    """Names, and when residents may comment."""

    title = GuardedText(label=_("title"), max_length=160, widget=forms.TextInput)
    title_es = GuardedText(
        label=_("title in Spanish"), max_length=160, widget=forms.TextInput, required=False
    )
    purpose = GuardedText(label=_("what it is for, in two sentences"), max_length=1000, required=False)
    purpose_es = GuardedText(label=_("the same in Spanish"), max_length=1000, required=False)
    comments_open = DateField(
        label=_("comments from"),
        required=False,
        help_text=_("From this day the draft is public. Leave empty to keep it among those who write it."),
    )
    comments_close = DateField(
        label=_("comments until"), required=False, help_text=_("The last day. Empty: no end is set yet.")
    )

    class Meta:
        """What a drafter decides."""

        model = Draft
        fields = ["title", "title_es", "purpose", "purpose_es", "comments_open", "comments_close", "state"]
        labels = {"state": _("state")}

    def clean(self) -> dict[str, Any]:
        """Check that the period ends after it begins."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("comments_open"), values.get("comments_close")
        if last and not first:
            self.add_error("comments_open", _("Comments end on a day, so say from which day they are open."))
        if first and last and last < first:
            self.add_error(
                "comments_close", _("Comments would end before they begin. Change one of the days.")
            )
        return values


class ReasonForm(forms.Form):
    """Why a suggestion is answered as it is, or a draft is kept still."""

    reason = GuardedText(
        label=_("why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever proposed it reads this; it stays in the draft's history."),
        error_messages={"required": _("Write why; whoever proposed it reads it.")},
    )


class ImportForm(forms.Form):
    """A file with a text, or with tracked changes."""

    AS_TEXT, AS_SUGGESTIONS = "text", "suggestions"
    file = forms.FileField(
        label=_("file"),
        help_text=_("DOCX, plain text (UTF-8), Akoma Ntoso, or a law pack's .md; at most 8 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose the file with the text."),
        },
    )
    take = forms.ChoiceField(
        label=_("take it as"),
        choices=[
            (AS_SUGGESTIONS, _("Suggestions: each author's tracked changes, to accept or reject one by one")),
            (AS_TEXT, _("The new text, all tracked changes accepted")),
        ],
        widget=forms.RadioSelect,
        initial=AS_SUGGESTIONS,
    )
    party = forms.ChoiceField(
        label=_("on behalf of"),
        choices=Party.choices,
        help_text=_("Who sent the file. Each suggestion is signed with its author's name in the file."),
    )


class VersionForm(forms.Form):
    """What a frozen version is called."""

    name = GuardedText(
        label=_("name of the version"),
        max_length=120,
        widget=forms.TextInput,
        help_text=_("For example: for first reading on 8 December 2026."),
        error_messages={"required": _("Name the version as the agenda will.")},
    )


class ModerationForm(forms.Form):
    """The decision about a comment, by the published rules."""

    decision = forms.ChoiceField(
        label=_("decision"), choices=Moderation.Decision.choices, widget=forms.RadioSelect
    )
    note = GuardedText(
        label=_("note to the public"),
        max_length=300,
        widget=forms.TextInput,
        required=False,
        help_text=_("The public reads the reason and this note in the comment's place."),
    )


class AnswerForm(forms.Form):
    """What the drafters answer to a comment."""

    text = GuardedText(
        label=_("answer"),
        max_length=3000,
        error_messages={"required": _("Write the answer; it is shown beside the comment.")},
    )

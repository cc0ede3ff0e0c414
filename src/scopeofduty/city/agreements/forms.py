"""Forms of the agreements' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.agreements.models import Agreement, Analysis, Ending, Kind, Ruling
from scopeofduty.city.agreements.recording import LARGEST_DOCUMENT, Document
from scopeofduty.city.collection.forms import DateField, GuardedText
from scopeofduty.city.commission.forms import MomentField
from scopeofduty.city.commission.models import Session

if TYPE_CHECKING:
    from datetime import datetime

Line = forms.TextInput
BEGINS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx"}
LONGEST_NAME = 120


class DocumentField(forms.FileField):
    """A PDF, a Word file or plain text, at most 10 MB. What comes out is a `Document`."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _(
            "A PDF, a Word file or plain text (.txt), at most 10 MB. Its fingerprint (SHA-256) is public."
        )
        widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.txt"})
        super().__init__(**{"help_text": help_text, "widget": widget, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Document | None:
        """Read the file.

        Raises:
            ValidationError: it is too large, empty, or none of these.
        """
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > LARGEST_DOCUMENT:
            raise ValidationError(
                _("The file has %(size)s MB, and at most 10 are kept. Make it smaller."),
                params={"size": round(file.size / 1024 / 1024, 1)},
            )
        read = file.read()
        known = any(read.startswith(begin) for begin in BEGINS) or _is_text(read)
        if not known:
            raise ValidationError(
                _("“%(name)s” is neither a PDF nor a Word file nor plain text in UTF-8. Save it as PDF."),
                params={"name": file.name[:60]},
            )
        return Document(file.name[-LONGEST_NAME:], read)


def _is_text(read: bytes) -> bool:
    try:
        return "\x00" not in read.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


class AboutForm(forms.Form):
    """What an agreement is."""

    kind = forms.ChoiceField(label=_("kind"), choices=Kind.choices)
    title = GuardedText(label=_("title"), max_length=200, widget=Line)
    title_es = GuardedText(label=_("title in Spanish"), max_length=200, required=False, widget=Line)
    partner = GuardedText(label=_("with whom"), max_length=160, widget=Line)
    department = GuardedText(label=_("which department of the city"), max_length=120, widget=Line)
    summary = GuardedText(
        label=_("what it ties the city to"),
        max_length=3000,
        help_text=_("Staff, rooms, data, money; for whom, how long; what comes back for it."),
    )
    summary_es = GuardedText(label=_("the same in Spanish"), max_length=3000, required=False)


class TextForm(forms.Form):
    """A text to be signed, with its terms."""

    document = DocumentField(label=_("the text"))
    expires_on = DateField(
        label=_("ends on"), required=False, help_text=_("As the text says. Empty: the text names no end.")
    )
    review_on = DateField(label=_("to be reviewed by"), required=False)


class ProposeForm(AboutForm, TextForm):
    """A proposal with its first text."""

    renews = forms.ModelChoiceField(
        label=_("renews"),
        queryset=Agreement.objects.all(),
        required=False,
        empty_label=_("Nothing: it is new"),
        help_text=_("A renewal goes the whole way again: counsel, notice, vote."),
    )


class FoundForm(AboutForm):
    """An agreement that was found signed."""

    signed_at = MomentField(label=_("signed for the city"))
    signer = GuardedText(label=_("who signed for the city"), max_length=160, widget=Line)
    expires_on = DateField(label=_("ends on"), required=False)
    document = DocumentField(label=_("the signed document"))


class SignForm(forms.Form):
    """That the city signed."""

    signed_at = MomentField(
        label=_("signed for the city"),
        help_text=_("When the pen was used. Whether a vote came first is looked up, not asked."),
    )
    signer = GuardedText(label=_("who signed for the city"), max_length=160, widget=Line)
    document = DocumentField(label=_("the signed document"))


class AnalysisForm(forms.Form):
    """Counsel's reading of a text."""

    finding = forms.ChoiceField(
        label=_("finding"), choices=Analysis.Finding.choices, widget=forms.RadioSelect
    )
    reasons = GuardedText(
        label=_("reasons"), max_length=6000, help_text=_("Public with the notice, beside the text.")
    )


class NoticeForm(forms.Form):
    """Until when the public can answer."""

    until = DateField(
        label=_("the public can answer until"), help_text=_("Seven days at least. The vote comes after that.")
    )


class AgendaForm(forms.Form):
    """On which session's agenda a text is put."""

    session = forms.ModelChoiceField(
        label=_("session"),
        queryset=Session.objects.none(),
        error_messages={"required": _("Choose a session that takes votes; the clerk sets one.")},
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = Session.objects.filter(off_at=None, starts_at__gt=now).exclude(kind=Session.Kind.WORK)
        self.fields["session"].queryset = open_ones.order_by("starts_at")  # type: ignore[attr-defined]


class RulingForm(forms.Form):
    """Counsel's ruling."""

    says = forms.ChoiceField(label=_("ruling"), choices=Ruling.Says.choices, widget=forms.RadioSelect)
    reasons = GuardedText(label=_("reasons"), max_length=6000, help_text=_("Public."))


class ReviewForm(forms.Form):
    """What a review found."""

    note = GuardedText(label=_("what was found"), max_length=3000)
    next_on = DateField(label=_("to be reviewed again by"))


class EndForm(forms.Form):
    """How it ended."""

    how = forms.ChoiceField(label=_("how"), choices=Ending.How.choices, widget=forms.RadioSelect)
    on = DateField(label=_("from"))
    reason = GuardedText(label=_("why"), max_length=2000)


class NeighboursForm(forms.Form):
    """A published list of 287(g) agreements."""

    file = forms.FileField(
        label=_("the list"),
        help_text=_(
            "The spreadsheet (.xlsx) or .csv of participating agencies, as published; at most 5 MB. Its "
            "columns are told by their names: state, law enforcement agency, county, signed, support type."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    states = forms.CharField(
        label=_("which states are kept"),
        max_length=120,
        help_text=_("Two letters or the whole name, with commas between: KS, MO."),
    )
    as_of = DateField(label=_("as of"))
    source = GuardedText(label=_("where it was published"), max_length=300, widget=Line)

"""Forms for look-ups: a log with the list of agencies, and what was found out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.collection.forms import GuardedText
from scopeofduty.city.lookups.models import LookupSettlement

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGEST_LIST = 8 * 1024 * 1024  # bytes


class LogForm(forms.Form):
    """An audit log of a plate reader or a database, and who has an agreement."""

    name = forms.CharField(
        label=_("what the log is"),
        max_length=120,
        help_text=_("For example: plate readers, October 2026."),
        error_messages={"required": _("Write what the log is.")},
    )
    file = forms.FileField(
        label=_("the log"),
        help_text=_(
            "CSV, JSON lines or XLSX with the columns reason, agency and time, whatever they are called. "
            "It is read, not kept; plates and names are never read."
        ),
        error_messages={"required": _("Choose the log."), "empty": _("The log is empty. Export it again.")},
    )
    agencies = forms.FileField(
        required=False,
        label=_("agencies with a 287(g) agreement"),
        help_text=_("The list that the federal government publishes, as CSV, or one name a line."),
    )
    home_state = forms.RegexField(
        r"\A[A-Za-z]{2}\Z",
        required=False,
        label=_("our state"),
        help_text=_("Two letters: agencies that name no state are taken for ours."),
        error_messages={"invalid": _("Write the state's two letters, as KS.")},
    )

    def clean_agencies(self) -> str:
        """Read the list as text."""
        file: UploadedFile | None = self.cleaned_data["agencies"]
        if not file:
            return ""
        if file.size and file.size > LARGEST_LIST:
            raise ValidationError(_("The list has more than 8 MB; it should hold names of agencies."))
        text: str = file.read().decode("utf-8-sig", errors="replace")
        return text


class SettleForm(forms.Form):
    """What somebody found out."""

    found = forms.ChoiceField(
        choices=LookupSettlement.Found.choices,
        widget=forms.RadioSelect,
        label=_("what you found out"),
        error_messages={"required": _("Choose what you found out.")},
    )
    reason = GuardedText(
        label=_("how you know"),
        max_length=1500,
        help_text=_("Whom you asked, what they said. Nothing about the person looked up."),
        error_messages={"required": _("Write how you know.")},
    )

    def clean_reason(self) -> Any:
        """Keep the text without its outer spaces."""
        return self.cleaned_data["reason"].strip()

"""Forms of the roster's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.city.contacts.status import stops_in
from scopeofduty.city.roster.models import Seat


class SeatForm(forms.ModelForm):
    """One seat of the roster."""

    class Meta:
        """All of it."""

        model = Seat
        fields = ("slug", "person", "title", "duty", "reports_to", "beside", "user")
        labels = {
            "reports_to": gettext_lazy("Next above in the chain of command"),
            "beside": gettext_lazy("Excluded together with"),
            "user": gettext_lazy("Log-in"),
        }
        widgets = {"beside": forms.CheckboxSelectMultiple}

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        # By name: a number too big for the database would be an error of the database.
        self.fields["beside"].to_field_name = "slug"
        if self.instance.pk:
            self.fields["slug"].disabled = True
            for name in ("reports_to", "beside"):
                self.fields[name].queryset = Seat.objects.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Refuse what says what somebody is, and a duty without a log-in."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("person", "title"):
            for stop in stops_in(cleaned.get(name, ""), name):
                self.add_error(name, stop.message)
        if cleaned.get("duty") != Seat.Duty.NONE and not cleaned.get("user"):
            self.add_error(
                "user", _("Whoever has a duty needs a log-in, with which they register their key.")
            )
        return cleaned


class ReasonForm(forms.Form):
    """Why the roster changes."""

    reason = forms.CharField(label=gettext_lazy("Why the roster changes"), min_length=8, max_length=300)

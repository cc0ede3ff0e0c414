"""Forms of handling's pages that work without JavaScript."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.handling.models import Departure, Schedule
from scopeofduty.city.reports.bodies import Violation


class DepartureForm(forms.Form):
    """How far something that arrived is, and what was found and done."""

    state = forms.ChoiceField(label=_("How far it is"), choices=Departure.State.choices)
    violation = forms.ChoiceField(
        label=_("Class of violation"),
        choices=[("", _("not decided yet")), *Violation.choices],
        required=False,
        help_text=_("Once it is decided, it counts in public by class and outcome, without this contact."),
    )
    said = forms.CharField(
        label=_("What was found and done"), required=False, max_length=1000, widget=forms.Textarea
    )


class HoldForm(forms.Form):
    """A legal hold on a case."""

    case = forms.RegexField(
        r"^[0-9a-f]{32}$",
        label=_("Case"),
        help_text=_("Its id, 32 letters and digits, which its readers see."),
        error_messages={"invalid": _("A case's id has 32 letters a to f and digits.")},
    )
    matter = forms.CharField(label=_("Matter"), min_length=8, max_length=200)


class ScheduleForm(forms.Form):
    """How long a class of reports is kept."""

    kept = forms.ChoiceField(label=_("Class"), choices=Schedule.Kept.choices)
    days = forms.IntegerField(label=_("Days"), min_value=365, max_value=36_500)
    citation = forms.CharField(label=_("Which schedule says so"), min_length=8, max_length=200)

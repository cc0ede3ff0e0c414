"""Forms of the notices' pages."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.notices.content import MAY_WITHHOLD
from scopeofduty.city.notices.models import Attestation, Delay
from scopeofduty.city.public.shown import LABELS

LONGEST_DELAY = 30  # days


class AttestForm(forms.Form):
    """What somebody knows of the operation."""

    says = forms.ChoiceField(
        label=_("What do you know of their operation?"),
        choices=Attestation.Says.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you know."), "invalid_choice": _("Choose one of these.")},
    )


class ReadForm(forms.Form):
    """Which fields the public is not given."""

    withheld = forms.MultipleChoiceField(
        label=_("Keep back, because a family could be told from it"),
        choices=[(name, LABELS[name]) for name in MAY_WITHHOLD],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This can't be kept back: the ordinance wants it told.")},
    )


class DelayForm(forms.Form):
    """Why a notice waits longer, and for how many days."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Delay.Reason.choices,
        error_messages={
            "required": _("A delay needs its reason."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=LONGEST_DELAY,
        initial=7,
        help_text=_("30 at most. It can be renewed, and each renewal is counted in public."),
        error_messages={
            "invalid": _("Write a whole number of days."),
            "required": _("Write for how many days."),
            "max_value": _("A delay lasts 30 days at most; renew it when it ends."),
            "min_value": _("A delay lasts one day at least."),
        },
    )

    def length(self) -> timedelta:
        """Return how long the delay lasts."""
        return timedelta(days=self.cleaned_data["days"])

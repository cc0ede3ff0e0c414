"""The form that holds a study set beside a law."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scopeofduty import law


class AgainstForm(forms.Form):
    """A shipped pack, and the day it is read on."""

    pack = forms.ChoiceField(label=_("Law"), choices=list)
    on = forms.DateField(
        label=_("As it stood on"),
        required=False,
        help_text=_("Leave empty for its newest version."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a date. Write it as 2020-09-15.")},
    )

    closed = forms.BooleanField(
        label=_("Fill in what is usually so where the source is silent (closed reading)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = [(name, name) for name in law.packs()]

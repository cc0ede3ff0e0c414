"""Forms of the commission's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scopeofduty.city.collection.forms import DateField, GuardedText
from scopeofduty.city.commission.models import Ballot, Item, Session, Step
from scopeofduty.city.drafts.models import Version

if TYPE_CHECKING:
    from datetime import date

Line = forms.TextInput


class MomentField(forms.DateTimeField):
    """A day and a time of the city's clock, with the browser's picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("That is not a day and a time. Write it as 2026-11-23T19:00.")
        errors = {"invalid": wrong, **kwargs.pop("error_messages", {})}
        super().__init__(error_messages=errors, **kwargs)


class SessionForm(forms.Form):
    """When, where and what a session is."""

    kind = forms.ChoiceField(label=_("kind"), choices=Session.Kind.choices, widget=forms.RadioSelect)
    starts_at = MomentField(label=_("begins"), help_text=_("By the city's clock."))
    place = GuardedText(label=_("where"), max_length=160, widget=Line)
    topic = GuardedText(label=_("topic, in a few words"), max_length=160, required=False, widget=Line)
    topic_es = GuardedText(label=_("the same in Spanish"), max_length=160, required=False, widget=Line)


class ReasonForm(forms.Form):
    """Why."""

    reason = GuardedText(
        label=_("why"),
        max_length=300,
        widget=Line,
        error_messages={"required": _("Write why; it stays on the record.")},
    )


class ItemForm(forms.Form):
    """One matter of an agenda."""

    title = GuardedText(label=_("title"), max_length=200, widget=Line)
    title_es = GuardedText(label=_("title in Spanish"), max_length=200, required=False, widget=Line)
    about = GuardedText(label=_("what it is about"), max_length=3000, required=False)
    about_es = GuardedText(label=_("the same in Spanish"), max_length=3000, required=False)
    part = forms.ChoiceField(
        label=_("part of the agenda"), choices=Item.Part.choices, widget=forms.RadioSelect
    )
    step = forms.ChoiceField(
        label=_("what a vote does"),
        choices=[each for each in Step.choices if each[0] != Step.AGREEMENT],
        widget=forms.RadioSelect,
        help_text=_("An agreement is put on the agenda from its own page."),
    )
    version = forms.ModelChoiceField(
        label=_("frozen version of a draft"),
        queryset=Version.objects.select_related("draft").order_by("-at"),
        required=False,
        empty_label=pgettext_lazy("version", "None"),
    )
    first_day = DateField(
        label=_("in force from"),
        required=False,
        help_text=_("It begins at midnight of that day on the city's clock."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Check that a reading names its version, and an adoption its day."""
        values: dict[str, Any] = super().clean() or {}
        step, day = values.get("step"), values.get("first_day")
        if step in {Step.FIRST_READING, Step.ADOPTION} and not values.get("version"):
            self.add_error("version", _("Choose the version that is read: freeze the draft first."))
        if step == Step.ADOPTION and not day and "first_day" not in self.errors:
            self.add_error("first_day", _("Say from which day it is in force: the vote is on that day too."))
        if day and day <= self.today:
            self.add_error(
                "first_day",
                ValidationError(
                    _("%(day)s is not after today (%(today)s). A law begins on a day that is still to come."),
                    params={"day": day.isoformat(), "today": self.today.isoformat()},
                ),
            )
        return values


class MotionForm(forms.Form):
    """What is asked."""

    motion = GuardedText(
        label=_("the motion, word for word"),
        max_length=500,
        widget=Line,
        error_messages={"required": _("Write what the commission is asked.")},
    )


class BallotForm(forms.Form):
    """One member's own vote."""

    option = forms.ChoiceField(
        label=_("Your vote"),
        choices=Ballot.Option.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )


class MinutesForm(forms.Form):
    """The minutes as they read now, and why they are corrected if they are."""

    text = GuardedText(label=_("minutes"), max_length=20000)
    reason = GuardedText(
        label=_("why they are corrected"),
        max_length=300,
        required=False,
        widget=Line,
        help_text=_("The text before stays readable."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CorrectionForm(forms.Form):
    """What was wrong in the record."""

    text = GuardedText(
        label=_("what was wrong in the record, and what is right"),
        max_length=600,
        help_text=_("The vote stays as it was counted. Another result needs another vote."),
    )

"""The register's forms. Each message says what came, what was expected, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.collection.information import CHOICES
from scopeofduty.city.collection.models import LegalObligation, ObligationPetition
from scopeofduty.city.profile.models import Department, Service
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.utils.functional import _StrPromise

NOT_A_DATE = _("“%(value)s” is not a date. Write it as 2026-11-23: year, month, day.")


class GuardedText(forms.CharField):
    """A free text that does not say what a person's status is."""

    widget = forms.Textarea

    def validate(self, value: str) -> None:
        """Check the text.

        Raises:
            ValidationError: it records a person's status; each place is named.
        """
        super().validate(value)
        language = "es" if (get_language() or "").startswith("es") else "en"
        hits = guard.find(value)
        if hits:
            raise ValidationError([hit.explain(language) for hit in hits], code="status")


class DateField(forms.DateField):
    """A date as the standard writes it, with the browser's date picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """Read the date.

        Raises:
            ValidationError: the text is not a date; it says what came.
        """
        try:
            return super().to_python(value)
        except ValidationError:
            shown = str(value)[:40]
            raise ValidationError(NOT_A_DATE, code="invalid", params={"value": shown}) from None


class GroupedService(forms.ModelChoiceField):
    """A form or service, chosen under its department's name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Service.objects.select_related("department"), **kwargs)
        self.choices = self._grouped

    def _grouped(self) -> Iterator[tuple[str, Any]]:
        yield ("", str(self.empty_label or ""))
        for department in Department.objects.prefetch_related("services"):
            services = [(service.pk, str(service)) for service in department.services.all()]
            if services:
                yield (str(department), services)

    def to_python(self, value: Any) -> Service | None:
        """Read the choice; a text the database cannot hold is simply not one of the choices."""
        if isinstance(value, str) and not value.strip().isdigit() and value:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value[:40]}
            )
        found: Service | None = super().to_python(value)
        return found


class ObligationForm(forms.ModelForm):
    """What counsel writes to list or change an entry."""

    service = GroupedService(
        required=False,
        empty_label=_("The whole department"),
        label=_("form or service"),
        help_text=_(
            "Choose the form the law speaks of. “The whole department” reaches every form that has no entry "
            "of its own."
        ),
    )
    information = forms.MultipleChoiceField(
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        label=_("which information"),
        error_messages={"required": _("Tick at least one kind of information that the law speaks of.")},
    )
    source = forms.URLField(
        required=False,
        max_length=400,
        assume_scheme="https",
        label=_("where the law can be read"),
        error_messages={
            "invalid": _("That is not a web address. Start it with https://, or leave it empty."),
        },
    )
    review_on = DateField(
        required=False, label=_("to be reviewed by"), help_text=_("The desk warns after this day.")
    )
    reason = GuardedText(
        label=_("why"),
        max_length=1500,
        help_text=_("It stays in the public history of the entry."),
        error_messages={"required": _("Write why; the public reads it in the entry's history.")},
    )

    class Meta:
        """Every field that counsel decides."""

        model = LegalObligation
        fields = [
            "law",
            "kind",
            "department",
            "service",
            "form",
            "information",
            "asks",
            "asks_es",
            "note",
            "note_es",
            "source",
            "counsel",
            "review_on",
        ]
        error_messages = {
            "law": {"required": _("Name the law by its citation, for example 8 USC 1324a(b).")},
            "kind": {"required": _("Say whether the law obliges, only allows, or does neither.")},
            "department": {"required": _("Choose the department that asks.")},
            "asks": {"required": _("Write exactly what must or may be asked, as narrow as the law.")},
            "counsel": {"required": _("Write the name of the attorney who answers for this entry.")},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self) -> date | None:
        """Check that the review is still to come, unless the date was there before."""
        review: date | None = self.cleaned_data["review_on"]
        if review and review != self.instance.review_on and review <= self.today:
            raise ValidationError(
                _("The review date %(day)s is not after today (%(today)s). Choose a later day."),
                params={"day": review.isoformat(), "today": self.today.isoformat()},
            )
        return review

    def clean(self) -> dict[str, Any]:
        """Check that the service is the department's own."""
        values: dict[str, Any] = super().clean() or {}
        service, department = values.get("service"), values.get("department")
        if service and department and service.department_id != department.pk:
            self.add_error("service", wrong_department(service, department))
        return values


class WithdrawForm(forms.Form):
    """Why an entry no longer holds."""

    reason = GuardedText(
        label=_("why"),
        max_length=1500,
        help_text=_("It stays in the public history of the entry."),
        error_messages={"required": _("Write why the entry no longer holds; the public reads it.")},
    )


class RefuseForm(forms.Form):
    """Why what was asked for is not a legal obligation."""

    reason = GuardedText(
        label=_("why it is not a legal obligation"),
        max_length=1500,
        help_text=_("The person who asked reads this."),
        error_messages={"required": _("Write why; the person who asked reads it.")},
    )


class PetitionForm(forms.ModelForm):
    """An employee asks counsel to list a law."""

    service = GroupedService(
        required=False,
        empty_label=_("Another form or service"),
        label=_("form or service"),
    )
    information = forms.ChoiceField(choices=CHOICES, label=_("which information"))
    what = GuardedText(
        label=_("what the form asks, word for word"),
        max_length=600,
        error_messages={"required": _("Copy what the form asks, as it is printed.")},
    )
    why = GuardedText(
        label=_("why you think a law requires it"),
        max_length=1500,
        help_text=_(
            "A law, a letter, a line on the form, or who told you. Write about the form, not about a person."
        ),
        error_messages={"required": _("Write why you think a law requires it; “I was told so” will do.")},
    )

    class Meta:
        """What the employee knows."""

        model = ObligationPetition
        fields = ["department", "service", "information", "what", "why"]
        labels = {"department": _("department")}
        error_messages = {"department": {"required": _("Choose your department.")}}

    def clean(self) -> dict[str, Any]:
        """Check that the service is the department's own."""
        values: dict[str, Any] = super().clean() or {}
        service, department = values.get("service"), values.get("department")
        if service and department and service.department_id != department.pk:
            self.add_error("service", wrong_department(service, department))
        return values


def wrong_department(service: Service, department: Department) -> _StrPromise | str:
    """Return the message for a service of another department."""
    return _("“%(service)s” belongs to %(owner)s, not to %(department)s. Change one of the two.") % {
        "service": service,
        "owner": service.department,
        "department": department,
    }

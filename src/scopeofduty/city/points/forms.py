"""Forms of the register of collection points. Each message says what came, what was expected, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Permission, roles_with
from scopeofduty.city.collection.forms import DateField, GroupedService, GuardedText, wrong_department
from scopeofduty.city.collection.information import CHOICES
from scopeofduty.city.collection.models import LegalObligation
from scopeofduty.city.points.models import EXPIRES, Decision, PathRule, Point
from scopeofduty.city.points.wording import VERBS
from scopeofduty.city.profile.models import Department
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

DECISIONS = [(value, label) for value, label in Decision.choices if value != Decision.OPEN]
MOST_AT_ONCE = 200


def owners() -> QuerySet[User]:
    """Return the people who may own a point."""
    roles = roles_with(Permission.POINT_READ)
    found = User.objects.filter(is_active=True, appointments__role__in=roles, appointments__ended_at=None)
    return found.distinct().order_by("first_name", "last_name", "username")


class PersonField(forms.ModelChoiceField):
    """A person by name."""

    def label_from_instance(self, obj: User) -> str:
        """Return the person's name as pages show it."""
        return obj.name


class FormsName(forms.CharField):
    """The name of a form or system; it says nothing of a person."""

    def validate(self, value: str) -> None:
        """Check the name.

        Raises:
            ValidationError: it records a person's status.
        """
        super().validate(value)
        if guard.find(value):
            raise ValidationError(_("Write the form's name, and nothing about a person."), code="status")


class SettleForm(forms.Form):
    """One decision, for one point or for several alike."""

    decision = forms.ChoiceField(
        choices=DECISIONS,
        widget=forms.RadioSelect,
        label=_("what becomes of it"),
        error_messages={"required": _("Choose what becomes of it.")},
    )
    obligation = forms.ModelChoiceField(
        queryset=LegalObligation.objects.none(),
        required=False,
        empty_label=pgettext_lazy("law", "None"),
        label=_("the law it rests on"),
        help_text=_("“Required by law” needs a duty that counsel has listed; another attorney confirms it."),
    )
    expires_on = DateField(
        required=False,
        label=_("until"),
        help_text=_(
            "The day by which it is changed, removed or looked at again. “No collection” needs none."
        ),
    )
    owner = PersonField(
        queryset=User.objects.none(), required=False, label=_("owner"), empty_label=_("As before")
    )
    system = FormsName(
        required=False,
        max_length=120,
        label=_("form or system, as the public reads it"),
        help_text=_("Leave empty to keep its name."),
    )
    reason = GuardedText(
        label=_("why"),
        max_length=1500,
        help_text=_("It stays in the history."),
        error_messages={"required": _("Write why.")},
    )

    def __init__(self, *args: Any, points: Sequence[Point], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].queryset = owners()
        departments = {point.department_id for point in points if point.department_id}
        listed = LegalObligation.objects.filter(withdrawn_on=None, department__in=departments)
        self.fields["obligation"].queryset = listed.select_related("department", "service")

    def clean(self) -> dict[str, Any]:
        """Check that a decision that ends has its day, and one that rests on a law its law."""
        values: dict[str, Any] = super().clean() or {}
        decision, until = values.get("decision"), values.get("expires_on")
        if decision in EXPIRES and until is None and "expires_on" not in self.errors:
            self.add_error("expires_on", _("This decision ends: write the day, as 2026-11-23."))
        if until is not None and until <= self.today:
            self.add_error(
                "expires_on",
                _("%(day)s is not after today (%(today)s). Choose a later day.")
                % {"day": until.isoformat(), "today": self.today.isoformat()},
            )
        if decision == Decision.REQUIRED and not values.get("obligation") and "obligation" not in self.errors:
            self.add_error("obligation", _("Choose the duty it rests on; where none is listed, ask counsel."))
        return values


class AssignForm(forms.Form):
    """Whose form or system it is."""

    department = forms.ModelChoiceField(
        queryset=Department.objects.all(),
        label=_("department"),
        error_messages={"required": _("Choose the department.")},
    )
    service = GroupedService(required=False, empty_label=_("No form of the list"), label=_("form or service"))

    def clean(self) -> dict[str, Any]:
        """Check that the service is the department's own."""
        values: dict[str, Any] = super().clean() or {}
        service, department = values.get("service"), values.get("department")
        if service and department and service.department_id != department.pk:
            self.add_error("service", wrong_department(service, department))
        return values


class EnterForm(AssignForm):
    """A point that no sweep can find: a paper form, a question asked at the counter."""

    system = FormsName(
        max_length=120,
        label=_("form or system"),
        error_messages={"required": _("Write what the form or system is called.")},
    )
    information = forms.MultipleChoiceField(
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        label=_("which information"),
        error_messages={"required": _("Tick what it asks for.")},
    )
    verb = forms.ChoiceField(choices=list(VERBS.items()), label=_("what it does"))
    text = GuardedText(label=_("what it asks, word for word"), max_length=300, required=False)

    field_order = ["department", "service", "system", "information", "verb", "text"]


class ReasonForm(forms.Form):
    """Why, in a few words."""

    reason = GuardedText(label=_("why"), max_length=1500, error_messages={"required": _("Write why.")})


class SweepForm(forms.Form):
    """The file of a sweep."""

    file = forms.FileField(
        label=_("the sweep's file"),
        help_text=_("Made with: duty sweep FOLDER --json > sweep.json. It is read, not kept; at most 64 MB."),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Sweep again, with --json."),
        },
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )


class PathRuleForm(forms.ModelForm):
    """Which department the files of a path belong to."""

    service = GroupedService(required=False, empty_label=_("No form of the list"), label=_("form or service"))

    class Meta:
        """A path, and whose it is."""

        model = PathRule
        fields = ["pattern", "department", "service"]
        labels = {"department": _("department")}
        help_texts = {
            "pattern": _("From the swept folder on; * stands for anything: drive/clinic/*, */hr-forms/*.pdf")
        }
        error_messages = {
            "pattern": {
                "required": _("Write the path."),
                "unique": _("There is a rule for this path already."),
            },
            "department": {"required": _("Choose the department.")},
        }

    def clean(self) -> dict[str, Any]:
        """Check that the service is the department's own."""
        values: dict[str, Any] = super().clean() or {}
        service, department = values.get("service"), values.get("department")
        if service and department and service.department_id != department.pk:
            self.add_error("service", wrong_department(service, department))
        return values


class CheckForm(AssignForm):
    """A form that somebody is about to publish."""

    file = forms.FileField(
        label=_("the form"),
        help_text=_(
            "PDF, DOCX, XLSX, HTML, JSON and more; at most 10 MB. It is examined in memory and not kept."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

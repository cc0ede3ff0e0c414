"""What is asked when a city is set up, and what can be changed later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.forms import check_password
from scopeofduty.city.accounts.models import User
from scopeofduty.city.profile import law_choice
from scopeofduty.city.profile.models import City, Department, Service
from scopeofduty.city.profile.starting import DEPARTMENTS
from scopeofduty.city.profile.zones import ZONES
from scopeofduty.law.vocabulary import ACTOR, shared


class CityForm(forms.ModelForm):
    """Name, zone, counsel, law."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES, initial="America/Chicago")
    packs = forms.MultipleChoiceField(
        label=_("Law to start from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The desk answers from these. Without any it says “not covered” to everything."),
    )

    class Meta:
        """What every page and answer needs."""

        model = City
        fields = [
            "name",
            "zone",
            "counsel_name",
            "counsel_phone",
            "reporting_contact",
            "shift_hours",
            "packs",
        ]
        labels = {
            "name": _("Name of the city"),
            "counsel_name": _("Whom to ask when the answer is “ask counsel”"),
            "counsel_phone": _("Their number, day and night"),
            "reporting_contact": _("Where a violation is reported"),
            "shift_hours": _("Length of a shift, in hours"),
        }
        help_texts = {
            "counsel_name": _("Such as: City attorney's office"),
            "shift_hours": _("A supervisor reviews a departure from the answer within one shift."),
        }
        error_messages = {"name": {"required": _("Give the city's name.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is in force stays on offer, also when it is a folder of the city's own.
        offered = law_choice.choices()
        own = [name for name in self.instance.packs if name not in dict(offered)]
        self.fields["packs"].choices = [*((name, name) for name in own), *offered]
        self.fields["counsel_phone"].required = True
        self.fields["counsel_phone"].error_messages["required"] = _(
            "Give a number: every “ask counsel” answer shows it."
        )

    def clean_shift_hours(self) -> int:
        """Check that a shift is between 1 and 24 hours.

        Raises:
            ValidationError: it isn't.
        """
        hours: int = self.cleaned_data["shift_hours"]
        if not 1 <= hours <= 24:
            raise forms.ValidationError(
                _("A shift is between 1 and 24 hours long, and %(hours)s came.") % {"hours": hours}
            )
        return hours


class FirstAdministratorForm(forms.Form):
    """Departments to start from, and the account of the first administrator."""

    departments = forms.MultipleChoiceField(
        label=_("Departments to start from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[one.slug for one in DEPARTMENTS],
        help_text=_("With their usual forms. You can change them later."),
    )
    first_name = forms.CharField(label=_("Your first name"), max_length=150)
    last_name = forms.CharField(label=_("Your last name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[User.username_validator],
        help_text=_("What you type to log in: letters, digits and . - _ only."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easier to remember than signs."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spanish = (get_language() or "").startswith("es")
        self.fields["departments"].choices = [
            (one.slug, one.name_es if spanish else one.name) for one in DEPARTMENTS
        ]

    def clean_username(self) -> str:
        """Check that nobody has the name.

        Raises:
            ValidationError: somebody has it.
        """
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody has this user name already. Choose another one."))
        return username

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and against its repetition."""
        given: dict[str, Any] = super().clean() or {}
        person = User(**{name: given.get(name, "") for name in ("username", "first_name", "last_name")})
        check_password(self, given, user=person)
        return given


class DepartmentForm(forms.ModelForm):
    """A department or contractor."""

    actor = forms.ChoiceField(
        label=_("Who its people are, in the words of the law"),
        help_text=_("The law tells some apart; “any employee” fits everybody else."),
    )

    class Meta:
        """Names in both languages, and the actor."""

        model = Department
        fields = ["name", "name_es", "actor"]
        labels = {"name": _("Name in English"), "name_es": _("Name in Spanish")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "es" if (get_language() or "").startswith("es") else "en"
        self.fields["actor"].choices = actors(language)


class ServiceForm(forms.ModelForm):
    """A form or service of a department."""

    class Meta:
        """Where, and its names in both languages."""

        model = Service
        fields = ["department", "name", "name_es"]
        labels = {
            "department": _("Department"),
            "name": _("Name in English"),
            "name_es": _("Name in Spanish"),
        }


def actors(language: str) -> list[tuple[str, str]]:
    """Return (id, label in ``language``) of every actor of the law, "any employee" first, then by label."""
    pairs = [
        (str(choice.value), choice.meaning.in_language(language)) for choice in shared().facts[ACTOR].choices
    ]
    return sorted(pairs, key=lambda pair: (pair[0] != "any_employee", pair[1].casefold()))

"""What an administrator fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class ReasonForm(forms.Form):
    """Why: every act on another person's account needs it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("One sentence. It is kept in the audit trail."),
        error_messages={"required": _("Say why, in one sentence: it is kept in the audit trail.")},
    )


class AppointForm(ReasonForm):
    """A role, and why."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *Role.choices],
        error_messages={"required": _("Choose the role.")},
    )
    field_order = ["role", "reason"]


class PersonForm(forms.ModelForm):
    """A new account: no password is typed here, the person chooses it behind a one-time link."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("No role yet")), *Role.choices], required=False)
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_(
            "One sentence, such as “starts at the library on Monday”. It is kept in the audit trail."
        ),
        error_messages={"required": _("Say why, in one sentence: it is kept in the audit trail.")},
    )

    class Meta:
        """The fields an administrator gives."""

        model = User
        fields = ["first_name", "last_name", "username", "department"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "username": _("User name"),
            "department": _("Department"),
        }
        help_texts = {"username": _("What the person types to log in: letters, digits and . - _ only.")}
        error_messages = {
            "username": {
                "required": _("Give a user name."),
                "unique": _("Somebody has this user name already. Choose another one."),
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        self.fields["department"].empty_label = _("None")

    def clean_username(self) -> str:
        """Refuse a name that differs from another one only by capitals.

        Raises:
            ValidationError: somebody has it.
        """
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody has this user name already. Choose another one."))
        return username


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easier to remember than signs."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: AbstractUser | None = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and against its repetition."""
        given: dict[str, Any] = super().clean() or {}
        check_password(self, given, user=self.user)
        return given


def check_password(form: forms.Form, given: dict[str, Any], *, user: AbstractUser | None) -> None:
    """Add to ``form`` what is wrong with the fields ``password`` and ``again`` of ``given``."""
    password = given.get("password")
    if password is None:
        return
    if "again" in given and given["again"] != password:
        form.add_error("again", _("The two passwords differ. Type the same one twice."))
    try:
        password_validation.validate_password(password, user)
    except forms.ValidationError as error:
        form.add_error("password", error)

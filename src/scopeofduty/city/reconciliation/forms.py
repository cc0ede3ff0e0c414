"""Forms: an export to hold against the log, and how a call is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Permission, roles_with
from scopeofduty.city.contacts.models import Contact
from scopeofduty.sweep import guard

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST_EXPORT = 20 * 1024 * 1024  # bytes


def owners() -> QuerySet[User]:
    """Return the people who may be given a call to look into."""
    roles = roles_with(Permission.DISPATCH_RECONCILE)
    return (
        User.objects.filter(is_active=True, appointments__role__in=roles, appointments__ended_at=None)
        .distinct()
        .order_by("username")
    )


class PersonField(forms.ModelChoiceField):
    """A person by name."""

    def label_from_instance(self, obj: User) -> str:
        """Return the person's name as staff know it."""
        return obj.get_full_name() or obj.username


class ExportForm(forms.Form):
    """A dispatch export, and who looks into what is missing from the log."""

    file = forms.FileField(
        label=_("Dispatch export"),
        help_text=_(
            "A .csv with the columns event, received, type and agency; at most 20 MB. It is read, not kept."
        ),
        error_messages={"empty": _("The file is empty. Export it again.")},
        widget=forms.FileInput(attrs={"accept": ".csv,.jsonl"}),
    )
    owner = PersonField(
        label=_("Who looks into the calls that are not in the log"),
        queryset=User.objects.none(),
        error_messages={"invalid_choice": _("This person can't be given calls. Choose one of the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_EXPORT:
            size = file.size // (1024 * 1024)
            raise forms.ValidationError(
                _("The file has %(size)s MB, and at most 20 are read. Export a shorter time."),
                params={"size": size},
            )
        return file


class SettleForm(forms.Form):
    """A call is a contact of the log, or no contact at all."""

    number = forms.IntegerField(
        label=_("Number of the contact in the log"),
        required=False,
        min_value=1,
        help_text=_("Record the contact first if nobody did; leave empty if the call was no contact."),
        error_messages={"invalid": _("This is not a number of the log.")},
    )
    reason = forms.CharField(label=_("What you found"), max_length=300)

    def clean_number(self) -> Contact | None:
        """Return the contact of that number."""
        number = self.cleaned_data["number"]
        if number is None:
            return None
        contact = Contact.objects.filter(pk=number).first()
        if contact is None:
            raise forms.ValidationError(_("The log has no contact %(number)s."), params={"number": number})
        if hasattr(contact, "dispatch_call"):
            raise forms.ValidationError(
                _("Contact %(number)s belongs to another call already."), params={"number": number}
            )
        return contact

    def clean_reason(self) -> str:
        """Refuse a reason that records what a person is."""
        hits = guard.find(self.cleaned_data["reason"])
        if hits:
            raise forms.ValidationError(
                hits[0].explain("es" if (get_language() or "").startswith("es") else "en")
            )
        return self.cleaned_data["reason"]


class HandOverForm(forms.Form):
    """Another owner for a call."""

    owner = PersonField(label=_("Give it to"), queryset=User.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()

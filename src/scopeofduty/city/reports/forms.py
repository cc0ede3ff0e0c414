"""The forms of reporting. A browser with JavaScript seals what they hold; else they are sent."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.reports.bodies import REPORT, SHORT_LIMIT, TEXT_LIMIT, Reporter, Violation, Way
from scopeofduty.city.reports.seen import Told
from scopeofduty.sealing.errors import SealingError
from scopeofduty.sealing.exclusion import custodians, panel
from scopeofduty.sealing.identity_box import Identity
from scopeofduty.sealing.protected_activity import MAX_IDENTITY
from scopeofduty.sealing.words import contains_receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

    from scopeofduty.city.reports.upload import Received
    from scopeofduty.sealing.roster import Roster

ONCE = re.compile(r"[0-9a-f]{32}")
RECEIPT_INSIDE = _(
    "Your twelve words or a secret key stand in this text. Take them out: nobody else may have them."
)
ASKED: dict[str, dict[str, tuple[_StrPromise, _StrPromise]]] = {
    Reporter.RESIDENT: {
        "text": (
            _("What happened?"),
            _("In your own words: who did what, and what was said or done to you or to others. "
              "Nobody's immigration status is needed here; please leave it out, yours too."),
        ),
        "who": (
            _("Who did it?"),
            _("Names, badge or car numbers, a uniform, what they looked like: whatever you know."),
        ),
        "fears": (
            _("Are you afraid that somebody will make you pay for this report?"),
            _("Of whom or of what? Those who read it must weigh this first."),
        ),
    },
    Reporter.EMPLOYEE: {
        "text": (
            _("What did you see, or what were you told to do?"),
            _("Say what happened and how you know. Leave out anybody's immigration status: it isn't needed."),
        ),
        "who": (_("Who did it, and who ordered it?"), _("Names, positions, departments: whatever you know.")),
        "fears": (
            _("Has anything been done to you, or do you expect it?"),
            _("A transfer, a write-up, worse shifts, a threat. Say who knows that you know."),
        ),
    },
}  # fmt: skip


def short(label: Any, hint: Any = "") -> forms.CharField:
    """Return a field of one line that may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=SHORT_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ManyFiles(forms.FileInput):
    """A file picker for several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: Any, files: Any, name: str) -> list[Any]:
        """Return all of them."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class Guarded(forms.Form):
    """A form whose texts never hold a receipt or a secret key."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Check every text.

        Raises:
            ValidationError: a receipt stands in one of them.
        """
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if name not in {"words", "once"} and isinstance(value, str) and contains_receipt(value):
                self.add_error(name, ValidationError(RECEIPT_INSIDE, code="receipt"))
        return cleaned

    def clean_once(self) -> str:
        """Check the form's own number.

        Raises:
            ValidationError: it isn't one of ours.
        """
        once = str(self.cleaned_data["once"])
        if not ONCE.fullmatch(once):
            raise ValidationError(_("This form was changed on its way. Open the page again."), code="once")
        return once


def long_text(limit: int = TEXT_LIMIT, **more: Any) -> forms.CharField:
    """Return a field of several lines."""
    area = forms.Textarea(attrs={"rows": 8, "autocomplete": "off"})
    return forms.CharField(max_length=limit, widget=area, **more)


class ReportForm(Guarded):
    """Telling of a violation."""

    violation = forms.ChoiceField(
        label=_("What kind of thing was it?"), choices=Violation.choices, widget=forms.RadioSelect
    )
    text = long_text()
    when = short(_("When?"), _("A day, an hour, or “for months”."))
    where = short(_("Where?"), _("An address, a building, a department, a road."))
    who = short("")
    named = forms.MultipleChoiceField(
        label=_("Is one of these people involved?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick everybody whom the report is about. They, everyone above them and everyone beside them "
            "will not be able to open it, and nothing tells them that it exists."
        ),
    )
    fears = short("")
    name = short(
        _("Your name, if you want to give it"), _("You may leave this and the next two lines empty.")
    )
    position = short(_("Your position or address"))
    contact = short(_("How to reach you"))
    for_clock = forms.BooleanField(
        label=_("Make a proof that I reported today"),
        required=False,
        initial=True,
        help_text=_(
            "Something is put into the city's public record that says nothing to anyone. If somebody "
            "retaliates, your twelve words prove with it that you reported before. With your name the proof "
            "is of you; without it, of whoever holds the words. Your name isn't sent for it."
        ),
    )
    for_custodians = forms.BooleanField(
        label=_("Lock my name into a box that two key custodians can only open together"),
        required=False,
        help_text=_(
            "They compare it with the city's list of dismissals, transfers and the like, and tell only the "
            "independent officer. Those who read your report don't get your name from it."
        ),
    )
    files = forms.Field(
        label=_("Photos, recordings, papers"),
        required=False,
        widget=ManyFiles,
        help_text=_("At most 10 files of 100 MB each."),
    )
    once = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, reporter: str, roster: Roster, **more: Any) -> None:
        more.setdefault("initial", {})["once"] = secrets.token_hex(16)
        super().__init__(*arguments, **more)
        self.reporter, self.roster = reporter, roster
        self.fields["named"].choices = [  # a position stands in the roster as it was signed, in English
            (one.id, format_html('{}, <span lang="en">{}</span>', one.person, one.role))
            for one in roster.members
        ]
        for name, (label, hint) in ASKED[reporter].items():
            self.fields[name].label, self.fields[name].help_text = label, hint

    def clean(self) -> dict[str, Any]:
        """Check that somebody can read the report, and that a name given fits.

        Raises:
            ValidationError: nobody is left who could.
        """
        cleaned = super().clean()
        named = cleaned.get("named", [])
        try:
            panel(self.roster, named)
            if cleaned.get("for_custodians"):
                custodians(self.roster, named)
        except SealingError as error:
            raise ValidationError(
                _("Nobody in the city's list may read this report: %(why)s"), params={"why": str(error)}
            ) from error
        self._check_identity(cleaned)
        return cleaned

    def _check_identity(self, cleaned: dict[str, Any]) -> None:
        given = identity_of(cleaned)
        if given is None and (
            cleaned.get("for_custodians") or cleaned.get("position") or cleaned.get("contact")
        ):
            self.add_error("name", _("For the box or the proof to name you, your name is needed here too."))
        if given is not None and len(given.to_bytes()) > MAX_IDENTITY:
            self.add_error("contact", _("Name, position and contact together are too long. Shorten them."))

    def told(self, way: Way) -> Told:
        """Return what was told, to be sealed."""
        given = self.cleaned_data
        texts = {name: given[name] for name in ("violation", "text", "when", "where", "who", "fears")}
        return Told(
            given["once"],
            {"kind": REPORT, "way": way.value, "reporter": self.reporter, "language": _language(), **texts},
            tuple(given["named"]),
            identity_of(given),
            given["for_custodians"],
            given["for_clock"],
        )


def identity_of(given: dict[str, Any]) -> Identity | None:
    """Return the identity that was typed, if there is a name."""
    parts = [given.get(name, "") for name in ("name", "position", "contact")]
    return Identity(*parts) if parts[0].strip() else None


def _language() -> str:
    return "es" if (get_language() or "").startswith("es") else "en"


class HomeForm(ReportForm):
    """A report that was sealed at home: who may not read it, and the age file."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, reporter=Reporter.RESIDENT, **more)
        for name in set(self.fields) - {"named", "for_clock", "files", "once"}:
            self.fields[name].required = False
            self.fields[name].widget = forms.HiddenInput()
        self.fields["files"].label = _("The file report.age")
        self.fields["files"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Fill in what a sealed letter doesn't say."""
        cleaned = super().clean()
        cleaned["violation"] = cleaned.get("violation") or Violation.OTHER.value
        return cleaned


class TakenForm(ReportForm):
    """A report that an intake officer enters with a caller, or from a paper."""

    way = forms.ChoiceField(
        label=_("How did it come?"), choices=[(way.value, way.label) for way in (Way.PHONE, Way.PAPER)]
    )
    field_order = ("way",)


class WordsForm(forms.Form):
    """Twelve words that open a case."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("Your twelve words"),
        max_length=400,
        help_text=_("In their order. Capitals, accents and commas don't matter."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )


class ReplyForm(Guarded):
    """A later message of the reporter, on a page without JavaScript."""

    text = long_text(label=_("Your message"))
    files = forms.Field(label=_("Photos, recordings, papers"), required=False, widget=ManyFiles)
    words = forms.CharField(widget=forms.HiddenInput)
    once = forms.CharField(widget=forms.HiddenInput)


def names_of(received: Sequence[Received]) -> str:
    """Return the names of what was attached, to say which have to be chosen again."""
    return ", ".join(one.name[:80] for one in received)

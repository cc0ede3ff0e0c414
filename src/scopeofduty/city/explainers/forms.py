"""What staff write of an explainer. Each message says what came, what was expected, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.city.collection.forms import DateField, GuardedText
from scopeofduty.city.explainers import situations

if TYPE_CHECKING:
    from datetime import date

    from scopeofduty import law

MOST = 12  # sections or situations: a page of one sheet rests on few


class GuardedLine(GuardedText):
    """A guarded text of one line."""

    widget = forms.TextInput


class ExplainerForm(forms.Form):
    """Claim, answer and reasons in both languages, the sections they rest on, and situations."""

    claim = GuardedLine(label=gettext_lazy("The claim, as people say it"), max_length=200)
    claim_es = GuardedLine(label=gettext_lazy("The claim in Spanish"), max_length=200)
    answer = GuardedLine(label=gettext_lazy("The answer in one sentence"), max_length=300)
    answer_es = GuardedLine(label=gettext_lazy("The answer in Spanish"), max_length=300)
    body = GuardedText(
        label=gettext_lazy("Why"),
        max_length=4000,
        help_text=gettext_lazy("Short enough for one printed sheet. An empty line begins a new paragraph."),
    )
    body_es = GuardedText(label=gettext_lazy("Why, in Spanish"), max_length=4000)
    rests_on = forms.MultipleChoiceField(
        label=gettext_lazy("Sections it rests on"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "Tick the sections that the answer rests on: when one changes, the page says so."
            )
        },
    )
    situations = forms.CharField(
        label=gettext_lazy("Situations that show it"),
        required=False,
        widget=forms.Textarea,
        max_length=4000,
        help_text=gettext_lazy(
            "One a line: in English | in Spanish | who: act, fact is value, not fact. "
            "The desk's answer of the day stands beside each."
        ),
    )
    reason = GuardedText(
        label=gettext_lazy("Why it is changed"), max_length=1500, required=False, widget=forms.TextInput
    )

    def __init__(self, *args: Any, in_force: law.InForce, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        self.fields["rests_on"].choices = list(section_choices(in_force))  # type: ignore[attr-defined]

    def clean_rests_on(self) -> list[dict[str, str]]:
        """Return the sections ticked, each with its pack and law."""
        ticked = self.cleaned_data["rests_on"]
        if len(ticked) > MOST:
            raise ValidationError(
                _("%(count)s sections are too many for one page. Tick at most %(most)s.")
                % {"count": len(ticked), "most": MOST}
            )
        return [dict(zip(("pack", "law", "section"), each.split("\x1f"), strict=True)) for each in ticked]

    def clean_situations(self) -> list[dict[str, str]]:
        """Return the situations, each readable and known to the law in force."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["situations"].splitlines())):
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or not all(parts):
                raise ValidationError(
                    _("“%(line)s” has not three parts. Write: English | Spanish | who: act, fact is value.")
                    % {"line": line[:80]}
                )
            try:
                situations.check(parts[2], self.in_force)
            except situations.SituationError as refused:
                raise ValidationError(str(refused)) from None
            found.append({"en": parts[0], "es": parts[1], "asks": parts[2]})
        if len(found) > MOST:
            raise ValidationError(
                _("%(count)s situations are too many for one page.") % {"count": len(found)}
            )
        return found


class NewForm(ExplainerForm):
    """A new explainer, with the address it will keep."""

    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=60,
        help_text=gettext_lazy(
            "Short words with hyphens, such as is-a-detainer-a-warrant. It can't be changed."
        ),
    )
    field_order = ["slug"]


class ReviewForm(forms.Form):
    """Counsel's name, and by when the page is read again."""

    name = forms.CharField(label=gettext_lazy("Your name, as it stands under the page"), max_length=120)
    review_on = DateField(label=gettext_lazy("To be read again by"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self) -> date:
        """Check that the day is still to come."""
        day: date = self.cleaned_data["review_on"]
        if day <= self.today:
            raise ValidationError(
                _("%(day)s is not after today (%(today)s). Choose a later day.")
                % {"day": day.isoformat(), "today": self.today.isoformat()}
            )
        return day


class WithdrawForm(forms.Form):
    """Why a page is taken away."""

    reason = GuardedText(
        label=gettext_lazy("Why"),
        max_length=1500,
        error_messages={"required": gettext_lazy("Write why; it stays in the page's history.")},
    )


def section_choices(in_force: law.InForce) -> Any:
    """Yield every section in force, law by law, as the checkboxes offer it."""
    for version in in_force.versions:
        yield (
            version.law,
            [
                (
                    f"{version.pack}\x1f{version.law}\x1f{section.label}",
                    f"{section.label} {section.heading}",
                )
                for section in version.sections.values()
            ],
        )

"""The quiz: a situation, and the six answers of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty.city.desk.phrase import SIX

if TYPE_CHECKING:
    from scopeofduty.city.briefings.models import Briefing


class QuizForm(forms.Form):
    """One question a situation; without one, a single button says that the page was read."""

    def __init__(self, *args: Any, briefing: Briefing, actor: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = briefing.jobs[actor]["quiz"]
        for number, question in enumerate(self.questions, start=1):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=asked(question),
                choices=[(phrase.value, phrase.label) for phrase in SIX],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the six answers.")},
            )

    def clean(self) -> dict[str, Any]:
        """Hold each answer against the law; a wrong one is told with the section that decides."""
        given: dict[str, Any] = super().clean() or {}
        for number, question in enumerate(self.questions, start=1):
            answer = given.get(f"q{number}")
            if answer and answer != question["right"]:
                sections = ", ".join(question["sections"]) or "—"
                told = _("Not quite. Look again at %(sections)s, and at what changed above.")
                self.add_error(f"q{number}", told % {"sections": sections})
        return given


def asked(question: dict[str, Any]) -> str:
    """Return the question in the reader's language."""
    act, when = in_language(question["act"]), question["when"]
    if when is None:
        return _("May you: %(act)s?") % {"act": act}
    return _("May you: %(act)s? When: %(when)s") % {"act": act, "when": in_language(when)}


def in_language(texts: dict[str, str]) -> str:
    """Return a kept text in the reader's language."""
    language = "es" if (get_language() or "").startswith("es") else "en"
    return texts.get(language) or texts.get("en", "")

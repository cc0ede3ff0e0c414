"""Counsel reads each rule of the law in force and puts their name under it, or takes it away."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection import register
from scopeofduty.city.collection.forms import DateField, GuardedText
from scopeofduty.city.desk import law_changes, law_in_force, signatures
from scopeofduty.city.desk.models import RuleSignature

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from scopeofduty import law
    from scopeofduty.city.desk.signatures import Foundation


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of the law in force as counsel sees it: as written, with its section and its signature."""

    written: str
    law: str
    foundation: Foundation


class SignForm(forms.Form):
    """Counsel's name, and when the rule is to be read again."""

    name = forms.CharField(
        label=gettext_lazy("your name, as it stands under the rule"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write your name: staff see who signed.")},
    )
    review_on = DateField(
        label=gettext_lazy("to be reviewed by"),
        help_text=gettext_lazy("The desk warns after this day; it does not stop answering."),
        error_messages={"required": gettext_lazy("Say by when the rule is to be read again.")},
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_review_on(self) -> date:
        """Check that the review is still to come."""
        review: date = self.cleaned_data["review_on"]
        if review <= self.today:
            raise ValidationError(
                _("The review date %(day)s is not after today (%(today)s). Choose a later day."),
                params={"day": review.isoformat(), "today": self.today.isoformat()},
            )
        return review


class WithdrawForm(forms.Form):
    """Why the signature is taken away."""

    reason = GuardedText(
        label=gettext_lazy("why"),
        max_length=1500,
        error_messages={"required": gettext_lazy("Write why; it stays with the signature.")},
    )


@requires(Permission.RULE_SIGN)
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules in force with their text, mark and signature."""
    today = register.today(port.now())
    try:
        rows = rule_rows(today)
    except law_in_force.NoLawError as error:
        return render(request, "desk/no_law.html", {"reason": str(error)}, status=503)
    context = {
        "laws": [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.law)],
        "signed": sum(row.foundation.signed is not None for row in rows),
        "total": len(rows),
        "lapsed": _lapsed(rows),
        "coming": coming(rows, today),
        "today": today,
    }
    return render(request, "desk/rules.html", context)


@requires(Permission.RULE_SIGN)
def sign(request: HttpRequest, text_hash: str) -> HttpResponse:
    """Show one rule to be signed, and sign exactly the text that was shown."""
    at = port.now()
    today = register.today(at)
    row = find(today, text_hash)
    if row is None:
        return _gone(request)
    form = SignForm(
        request.POST if request.method == "POST" else None, today=today, initial={"name": request.user.name}
    )
    if request.method == "POST" and form.is_valid():
        done = signatures.sign(row.foundation.citation, on=today, by=request.user, at=at, **form.cleaned_data)
        if done:
            messages.success(request, _("Signed. The desk answers with this rule from now on."))
        else:
            messages.error(request, _("This rule carries a signature already; nothing was changed."))
        return redirect("desk:rules")
    context = {"row": row, "form": form, "action": _("Sign this rule"), "title": _("Sign a rule")}
    return render(request, "desk/rule_form.html", context)


@requires(Permission.RULE_SIGN)
def withdraw(request: HttpRequest, text_hash: str) -> HttpResponse:
    """Take the signature from one rule; until it is signed again the desk answers “ask counsel”."""
    at = port.now()
    row = find(register.today(at), text_hash)
    if row is None:
        return _gone(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if signatures.withdraw(row.foundation.citation, by=request.user, at=at, reason=reason):
            messages.success(
                request, _("Withdrawn. Until it is signed again, the desk answers “ask counsel”.")
            )
        else:
            messages.error(request, _("No signature stood under this rule; nothing was changed."))
        return redirect("desk:rules")
    context = {
        "row": row,
        "form": form,
        "action": _("Withdraw the signature"),
        "title": _("Withdraw a signature"),
        "danger": True,
    }
    return render(request, "desk/rule_form.html", context)


def rule_rows(today: date) -> list[RuleRow]:
    """Return every rule in force on a day with its signature.

    Raises:
        NoLawError: the city has no law that can be read.
    """
    in_force: law.InForce = law_in_force.on(today)
    found = signatures.foundations(in_force.cite(rule) for rule in in_force.rules)
    return [
        RuleRow(rule.written, f"{rule.law} ({each.citation.version})", each)
        for rule, each in zip(in_force.rules, found, strict=True)
    ]


def find(today: date, text_hash: str) -> RuleRow | None:
    """Return the rule whose text has this hash, or None when no rule in force reads so."""
    try:
        rows = rule_rows(today)
    except law_in_force.NoLawError:
        return None
    rows += [row for _day, later in coming(rows, today) for row in later]
    return next((row for row in rows if row.foundation.citation.hash == text_hash), None)


def coming(now: list[RuleRow], today: date) -> list[tuple[date, list[RuleRow]]]:
    """Return the rules that begin to read otherwise on a day to come, so that counsel can sign them before.

    Raises:
        NoLawError: the city has no law that can be read.
    """
    known = {row.foundation.citation.hash for row in now}
    found = []
    for day in law_changes.coming_days(law_in_force.book(), today):
        rows = [row for row in rule_rows(day) if row.foundation.citation.hash not in known]
        known |= {row.foundation.citation.hash for row in rows}
        if rows:
            found.append((day, rows))
    return found


def _lapsed(rows: list[RuleRow]) -> list[RuleSignature]:
    """Return signatures under texts that are no longer in force, where the rule waits to be signed again."""
    now = [row.foundation.citation.hash for row in rows]
    again = {
        (row.foundation.citation.pack, row.foundation.citation.rule) for row in rows if row.foundation.signed
    }
    standing = RuleSignature.objects.filter(withdrawn_at=None).exclude(text_hash__in=now)
    return [signature for signature in standing if (signature.pack, signature.rule) not in again]


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _("No rule in force has that text. It was changed since you opened the page: read it again here."),
    )
    return redirect("desk:rules")

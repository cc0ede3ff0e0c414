"""Staff pages of notices before they are public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import next_window, zone
from scopeofduty.city.notices import deciding
from scopeofduty.city.notices.forms import AttestForm, DelayForm, ReadForm
from scopeofduty.city.notices.jobs import JOBS
from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.notices.publishing import content_at
from scopeofduty.city.notices.standing import Completion, completion, is_ready, running_delay
from scopeofduty.city.public.shown import lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.notices.models import Delay

SHOWN = 100


@dataclass(frozen=True)
class Standing:
    """How one notice stands now, for a page."""

    notice: Notice
    complete: Completion
    delay: Delay | None
    ready: bool
    read: bool


def standing_of(notice: Notice, at: datetime) -> Standing:
    """Return how a notice stands at ``at``."""
    said, delays = list(notice.attestations.all()), list(notice.delays.all())
    return Standing(
        notice=notice,
        complete=completion(notice, said, at),
        delay=running_delay(delays, at),
        ready=is_ready(notice, said, delays, at),
        read=hasattr(notice, "reading"),
    )


@requires(Permission.NOTICE_READ)
def sealed(request: HttpRequest) -> HttpResponse:
    """List the notices that are not public, and the last that became so."""
    now = port.now()
    found = Notice.objects.select_related("contact", "reading").prefetch_related("attestations", "delays")
    context = {
        "now": now,
        "next": next_window(JOBS[0], now),
        "sealed": [standing_of(notice, now) for notice in found.filter(window=None, withdrawn_at=None)],
        "public": found.exclude(window=None).order_by("-window", "-number")[:SHOWN],
        "withdrawn": found.filter(window=None).exclude(withdrawn_at=None),
    }
    return render(request, "notices/sealed.html", context)


@requires(Permission.NOTICE_READ)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one notice: what it will say, when, and what can be done about it."""
    notice = get_object_or_404(Notice.objects.select_related("contact"), contact_id=number)
    forms = _forms(request)
    if request.method == "POST":
        done = _do(request, notice, forms)
        if done is not None:
            return done
    now = port.now()
    context = {
        "standing": standing_of(notice, now),
        "notice": notice,
        "now": now,
        "next": next_window(JOBS[0], now),
        "lines": lines(content_at(notice, now, zone())),
        "reading": getattr(notice, "reading", None),
        "forms": forms,
        "asked": notice.delays.filter(confirmed_at=None, lifted_at=None, until__gt=now).first(),
        "goes_on": Attestation.Says.GOES_ON,
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "notices/one.html", context, status=400 if bad else 200)


NEEDS = {
    "attest": Permission.NOTICE_ATTEST,
    "read": Permission.NOTICE_CHECK,
    "delay": Permission.NOTICE_DELAY,
    "confirm": Permission.NOTICE_DELAY,
    "lift": Permission.NOTICE_DELAY,
}


def _forms(request: HttpRequest) -> dict[str, Any]:
    act = request.POST.get("do")
    kinds = {"attest": AttestForm, "read": ReadForm, "delay": DelayForm}
    return {
        name: kind(request.POST if act == name else None)
        for name, kind in kinds.items()
        if request.user.may(NEEDS[name])
    }


def _do(request: HttpRequest, notice: Notice, forms: dict[str, Any]) -> HttpResponse | None:
    """Do what was asked and go back to the page; None when its form must be mended."""
    act = request.POST.get("do", "")
    if act not in NEEDS:
        raise Http404
    if not request.user.may(NEEDS[act]):
        raise PermissionDenied(NEEDS[act])
    form = forms.get(act)
    if form is not None and not form.is_valid():
        return None
    try:
        messages.success(request, DOES[act](request, notice, form, port.now()))
    except deciding.RefusedError as error:
        messages.error(request, str(error))
    return redirect("notices:one", number=notice.contact_id)


def _attest(request: HttpRequest, notice: Notice, form: Any, at: datetime) -> str:
    deciding.attest(notice, form.cleaned_data["says"], by=request.user, at=at)
    return _("Your word is written down.")


def _read(request: HttpRequest, notice: Notice, form: Any, at: datetime) -> str:
    deciding.read(notice, form.cleaned_data["withheld"], by=request.user, at=at)
    return _("The notice is read.")


def _delay(request: HttpRequest, notice: Notice, form: Any, at: datetime) -> str:
    deciding.ask_delay(notice, form.cleaned_data["reason"], form.length(), by=request.user, at=at)
    return _("A second person must confirm the delay now.")


def _asked(notice: Notice, request: HttpRequest) -> Delay:
    number = request.POST.get("delay", "")
    return get_object_or_404(notice.delays, pk=int(number) if number.isascii() and number.isdigit() else 0)


def _confirm(request: HttpRequest, notice: Notice, _form: Any, at: datetime) -> str:
    deciding.confirm_delay(_asked(notice, request), by=request.user, at=at)
    return _("The delay is confirmed. The public sees it from the next window on.")


def _lift(request: HttpRequest, notice: Notice, _form: Any, at: datetime) -> str:
    deciding.lift_delay(_asked(notice, request), by=request.user, at=at)
    return _("The delay is lifted.")


DOES: dict[str, Callable[[HttpRequest, Notice, Any, datetime], str]] = {
    "attest": _attest,
    "read": _read,
    "delay": _delay,
    "confirm": _confirm,
    "lift": _lift,
}

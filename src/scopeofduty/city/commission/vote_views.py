"""Staff pages of a vote: put the motion, cast one's own ballot, close and count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.commission import deciding, packet, projecting
from scopeofduty.city.commission.forms import BallotForm, CorrectionForm, MotionForm
from scopeofduty.city.commission.models import Item, Session, Vote
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.views import READ

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse


@requires(Permission.SESSION_KEEP)
def open_item(request: HttpRequest, number: int) -> HttpResponse:
    """Put a motion on one item to the vote."""
    item = get_object_or_404(Item.objects.select_related("session", "version__draft"), pk=number)
    return _open(request, item.session, [item], _("To approve “%(title)s”") % {"title": item.title})


@requires(Permission.SESSION_KEEP)
def open_consent(request: HttpRequest, number: int) -> HttpResponse:
    """Put the consent agenda to one vote."""
    session = get_object_or_404(Session, pk=number)
    items = [item for item in session.items.all() if item.on_consent and not item.votes.exists()]
    if not items:
        messages.error(request, _("Nothing stands on the consent agenda."))
        return redirect("commission:session", number)
    return _open(request, session, items, _("To approve the consent agenda"))


def _open(request: HttpRequest, session: Session, items: Sequence[Item], motion: str) -> HttpResponse:
    form = MotionForm(request.POST or None, initial={"motion": motion})
    if request.method == "POST" and form.is_valid():
        try:
            vote = deciding.open_vote(items, form.cleaned_data["motion"], by=request.user, at=port.now())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("commission:vote", vote.pk)
    context = {
        "form": form,
        "session": session,
        "rows": [packet.row(item) for item in items],
        "title": _("Put it to the vote"),
        "action": _("Open the vote"),
    }
    return render(request, "commission/form.html", context, status=400 if form.errors else 200)


@requires(*READ)
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """Show a vote: what it does, who voted how, and the member's own ballot."""
    found = get_object_or_404(Vote.objects.select_related("session"), pk=number)
    ballots = list(found.ballots.all())
    mine = next((each for each in ballots if each.person_id == request.user.pk), None)
    # A member sees how others voted once they voted themselves, or once it is counted.
    shown = bool(found.closed_at or mine or not request.user.may(Permission.VOTE_CAST))
    context = {
        "vote": found,
        "session": found.session,
        "pages": [packet.page(item, port.now()) for item in found.items.select_related("version__draft")],
        "ballots": ballots if shown else [],
        "cast": len(ballots),
        "mine": mine,
        "form": BallotForm(),
        "casts": request.user.may(Permission.VOTE_CAST),
        "keeps": request.user.may(Permission.SESSION_KEEP),
        "needed": found.in_office // 2 + 1,
    }
    return render(request, "commission/vote.html", context)


@requires(Permission.VOTE_CAST)
def cast(request: HttpRequest, number: int) -> HttpResponse:
    """Cast one's own ballot."""
    found = get_object_or_404(Vote, pk=number)
    form = BallotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        option = form.cleaned_data["option"]
        _try(
            request,
            lambda: deciding.cast(found, option, by=request.user, at=port.now()),
            _("Your vote is recorded under your name."),
        )
    elif request.method == "POST":
        messages.error(request, _("Choose yes, no or abstain; nothing was recorded."))
    return redirect("commission:vote", number)


@requires(Permission.SESSION_KEEP)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a vote and count it."""
    found = get_object_or_404(Vote, pk=number)
    if request.method == "POST":
        _try(
            request,
            lambda: deciding.close(found, by=request.user, at=port.now()),
            _("Closed and counted. The result is public."),
        )
        projecting.project()
    return redirect("commission:vote", number)


@requires(Permission.SESSION_KEEP)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Note what was wrong in the record of a vote."""
    found = get_object_or_404(Vote.objects.select_related("session"), pk=number)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        _try(
            request,
            lambda: deciding.correct(found, text, by=request.user, at=port.now()),
            _("Noted beside the vote."),
        )
        projecting.project()
        return redirect("commission:vote", number)
    context = {
        "form": form,
        "session": found.session,
        "title": _("Correct the record of a vote"),
        "action": _("Note it"),
    }
    return render(request, "commission/form.html", context, status=400 if form.errors else 200)


def _try(request: HttpRequest, do: Callable[[], object], said: str) -> None:
    try:
        do()
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)

"""Staff pages of the commission: calendar, agenda, packet, minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission import packet, projecting, sitting
from scopeofduty.city.commission.deciding import members
from scopeofduty.city.commission.forms import ItemForm, MinutesForm, ReasonForm, SessionForm
from scopeofduty.city.commission.models import Adoption, Item, Session, Vote
from scopeofduty.city.commission.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

READ = (Permission.SESSION_READ, Permission.SESSION_KEEP, Permission.VOTE_CAST)


@requires(*READ)
def calendar(request: HttpRequest) -> HttpResponse:
    """List the sessions, what was adopted, and who votes."""
    now = port.now()
    sessions = Session.objects.prefetch_related("items")
    context = {
        "coming": sessions.filter(starts_at__gte=now).order_by("starts_at"),
        "past": sessions.filter(starts_at__lt=now),
        "open": Vote.objects.filter(closed_at=None).select_related("session"),
        "adoptions": Adoption.objects.select_related("version__draft", "vote"),
        "members": members(),
        "keeps": request.user.may(Permission.SESSION_KEEP),
        "today": today(now),
    }
    return render(request, "commission/calendar.html", context)


@requires(*READ)
def session(request: HttpRequest, number: int) -> HttpResponse:
    """Show one session: agenda, votes, minutes."""
    found = get_object_or_404(Session, pk=number)
    minutes = list(found.minutes.select_related("by"))
    context = {
        "session": found,
        "rows": [packet.row(item) for item in _items(found)],
        "votes": found.votes.prefetch_related("ballots", "items", "corrections"),
        "minutes": minutes[-1] if minutes else None,
        "earlier": minutes[:-1],
        "keeps": request.user.may(Permission.SESSION_KEEP),
        "casts": request.user.may(Permission.VOTE_CAST),
        "begun": found.starts_at <= port.now(),
        "consent": any(item.on_consent and not item.votes.all() for item in _items(found)),
    }
    return render(request, "commission/session.html", context)


@requires(*READ)
def print_packet(request: HttpRequest, number: int) -> HttpResponse:
    """Show everything that the commission reads before a session, on one page to print."""
    found = get_object_or_404(Session, pk=number)
    pages = [packet.page(item, port.now()) for item in _items(found)]
    return render(request, "commission/packet.html", {"session": found, "pages": pages})


def _items(found: Session) -> list[Item]:
    return list(found.items.select_related("version__draft").prefetch_related("votes"))


@requires(Permission.SESSION_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """Set a session."""

    def do(form: Form) -> HttpResponse:
        made = sitting.call_session(form.cleaned_data, by=request.user, at=port.now())
        return _done(request, made, _("The session is on the calendar."))

    return _form(
        request, SessionForm(request.POST or None), do, _("Set a session"), pgettext("session", "Set it")
    )


@requires(Permission.SESSION_KEEP)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a session."""
    found = get_object_or_404(Session, pk=number)
    names = ("kind", "starts_at", "place", "topic", "topic_es")
    form = SessionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    form.fields["reason"] = ReasonForm.base_fields["reason"]

    def do(form: Form) -> HttpResponse:
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        sitting.change_session(found, values, by=request.user, at=port.now(), reason=reason)
        return _done(request, found, _("Changed."))

    return _form(request, form, do, _("Change a session"), _("Save the change"), session=found)


@requires(Permission.SESSION_KEEP)
def call_off(request: HttpRequest, number: int) -> HttpResponse:
    """Call a session off."""
    found = get_object_or_404(Session, pk=number)

    def do(form: Form) -> HttpResponse:
        sitting.call_off(found, by=request.user, at=port.now(), reason=form.cleaned_data["reason"])
        return _done(request, found, _("Called off. The calendar says so."))

    form = ReasonForm(request.POST or None)
    return _form(request, form, do, _("Call the session off"), _("Call it off"), session=found, danger=True)


@requires(Permission.SESSION_KEEP)
def add_item(request: HttpRequest, number: int) -> HttpResponse:
    """Put a matter on the agenda."""
    found = get_object_or_404(Session, pk=number)
    initial = {"part": "regular" if found.votes_allowed else "study", "step": "none"}
    form = ItemForm(request.POST or None, today=today(port.now()), initial=initial)

    def do(form: Form) -> HttpResponse:
        sitting.add_item(found, form.cleaned_data, by=request.user, at=port.now())
        return _done(request, found, _("It is on the agenda."))

    return _form(request, form, do, _("Put a matter on the agenda"), _("Put it on"), session=found)


@requires(Permission.SESSION_KEEP)
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Make the agenda public."""
    found = get_object_or_404(Session, pk=number)
    if request.method == "POST":
        try:
            sitting.publish_agenda(found, by=request.user, at=port.now())
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            return _done(request, found, _("The agenda and its packet are public now."))
    return redirect("commission:session", number)


@requires(Permission.SESSION_KEEP, Permission.VOTE_CAST)
def pull(request: HttpRequest, number: int) -> HttpResponse:
    """Take an item off the consent agenda."""
    item = get_object_or_404(Item.objects.select_related("session"), pk=number)
    if request.method == "POST":
        try:
            sitting.pull(item, by=request.user, at=port.now())
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            return _done(request, item.session, _("It gets a vote of its own."))
    return redirect("commission:session", item.session_id)


@requires(Permission.SESSION_KEEP)
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    """Write the minutes, or correct them."""
    found = get_object_or_404(Session, pk=number)
    last = found.minutes.last()
    initial = {"text": last.text if last else "", "after": last.seq if last else 0}
    form = MinutesForm(request.POST or None, initial=initial)

    def do(form: Form) -> HttpResponse:
        sitting.write_minutes(found, by=request.user, at=port.now(), **form.cleaned_data)
        return _done(request, found, _("The minutes are kept and public."))

    return _form(request, form, do, _("Minutes"), _("Keep the minutes"), session=found)


def _done(request: HttpRequest, found: Session, said: str) -> HttpResponse:
    projecting.project()
    messages.success(request, said)
    return redirect("commission:session", found.pk)


def _form(
    request: HttpRequest,
    form: Form,
    do: Callable[[Form], HttpResponse],
    title: str,
    action: str,
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return do(form)
        except RefusedError as error:
            form.add_error(None, str(error))
    context = {"form": form, "title": title, "action": action, **more}
    return render(request, "commission/form.html", context, status=400 if form.errors else 200)

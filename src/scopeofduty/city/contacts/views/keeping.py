"""What is kept and for how long: striking a value, legal holds, the retention schedule and its purge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock.port import now
from scopeofduty.city.contacts import erasure, holds, retention, switches
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.fields import BY_ID
from scopeofduty.city.contacts.models import Contact, LegalHold
from scopeofduty.city.contacts.views.recording import REFUSED
from scopeofduty.city.contacts.visible import contact_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(Permission.CONTACT_ERASE)
def strike(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what the log must not hold, say why, and erase it everywhere."""
    contact = contact_for(request.user, number)
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            done = erasure.strike(
                contact,
                request.POST.getlist("fields"),
                reason=request.POST.get("reason", ""),
                by=request.user,
                at=now(),
            )
        except EntryRefusedError as refused:
            problems = refused.problems
        else:
            labels = ", ".join(str(BY_ID[name].label) for name in done.fields)
            messages.success(request, _("Erased everywhere: %(labels)s.") % {"labels": labels})
            return redirect("contacts:detail", number=contact.number)
    context = {
        "contact": contact,
        "fields": erasure.strikeable(contact),
        "chosen": request.POST.getlist("fields"),
        "reason": request.POST.get("reason", ""),
        "problems": problems,
        "held": erasure.held(contact),
    }
    return render(request, "contacts/strike.html", context, status=REFUSED if problems else 200)


@requires(Permission.CONTACT_HOLD)
def all_holds(request: HttpRequest) -> HttpResponse:
    """List the holds that stand, and lead to the contact of a number."""
    number = request.GET.get("number", "").strip()
    digits = number.isascii() and number.isdigit() and len(number) < 10
    known = digits and Contact.objects.filter(number=int(number)).exists()
    if known:
        return redirect("contacts:hold", number=int(number))
    problems = (
        {"number": [_("“%(given)s” is not the number of a contact.") % {"given": number[:20]}]}
        if number
        else {}
    )
    standing = LegalHold.objects.filter(lifted_at=None).select_related("placed_by")
    context = {"standing": standing, "problems": problems, "number": number}
    return render(request, "contacts/holds.html", context, status=REFUSED if problems else 200)


@requires(Permission.CONTACT_HOLD)
def hold(request: HttpRequest, number: int) -> HttpResponse:
    """Place, confirm, ask to lift, or lift the legal hold on a contact: by its number, not what it says."""
    contact = Contact.objects.filter(number=number).first()
    if contact is None:
        raise Http404(_("There is no contact of this number."))
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            messages.success(request, _act(request, contact))
        except EntryRefusedError as refused:
            problems = refused.problems
        else:
            return redirect("contacts:hold", number=contact.number)
    context = {
        "contact": contact,
        "hold": holds.standing(contact),
        "past": contact.holds.exclude(lifted_at=None),
        "problems": problems,
        "sent": request.POST,
    }
    return render(request, "contacts/hold.html", context, status=REFUSED if problems else 200)


def _act(request: HttpRequest, contact: Contact) -> str:
    """Do what the form's button says, and return the sentence to show."""
    who = {"by": request.user, "at": now()}
    wanted = request.POST.get("do", "")
    if wanted == "place":
        holds.place(contact, matter=request.POST.get("matter", ""), **who)
        return _("The hold is placed. A second person confirms it.")
    standing: LegalHold | None = holds.standing(contact)
    if standing is None:
        raise EntryRefusedError({"hold": [_("No hold stands on this contact.")]})
    if wanted == "confirm":
        holds.confirm(standing, **who)
        return _("The hold is confirmed.")
    if wanted == "ask_to_lift":
        holds.ask_to_lift(standing, reason=request.POST.get("reason", ""), **who)
        return _("Asked. A second person lifts it.")
    if wanted == "lift":
        holds.lift(standing, **who)
        return _("The hold is lifted.")
    raise EntryRefusedError({"hold": [_("The form came without what to do. Open the page again.")]})


@requires(Permission.CONTACT_RETAIN)
def keeping(request: HttpRequest) -> HttpResponse:
    """Show the retention schedule, what is due, and which fields are kept; change one of them, or purge."""
    problems: dict[str, list[str]] = {}
    at = now()
    if request.method == "POST":
        try:
            messages.success(request, _changed(request))
        except EntryRefusedError as refused:
            problems = refused.problems
        else:
            return redirect("contacts:keeping")
    context = {
        "schedule": retention.schedule(),
        "due": retention.due(at),
        "switches": switches.all_switches(),
        "problems": problems,
    }
    return render(request, "contacts/keeping.html", context, status=REFUSED if problems else 200)


def _changed(request: HttpRequest) -> str:
    who = {"by": request.user, "at": now()}
    post = request.POST
    wanted = post.get("do", "")
    if wanted == "schedule":
        retention.set_rule(post.get("kept", ""), post.get("days", ""), post.get("citation", ""), **who)
        return _("The schedule is changed.")
    if wanted == "switch":
        switches.set_switch(post.get("field", ""), post.get("on") == "yes", post.get("citation", ""), **who)
        return _("Changed. It holds for what is recorded from now on.")
    if wanted == "purge":
        numbers = retention.purge_due(reason=post.get("reason", ""), **who)
        return ngettext(
            "%(n)s contact is purged; its number stays.",
            "%(n)s contacts are purged; their numbers stay.",
            len(numbers),
        ) % {"n": len(numbers)}
    raise EntryRefusedError({"": [_("The form came without what to do. Open the page again.")]})

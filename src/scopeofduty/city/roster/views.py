"""Pages of the roster: one's own key, the seats, the editions, and the signed file that anybody may check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts.access import open_to_all, requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.roster import editions, keys
from scopeofduty.city.roster.current import NoRosterError, edition_in_force, signed_file
from scopeofduty.city.roster.forms import ReasonForm, SeatForm
from scopeofduty.city.roster.models import Edition, Seat

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to_all
def roster_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the signed roster in force, for whoever seals a report or checks it against the register."""
    try:
        edition = edition_in_force()
    except NoRosterError as error:
        raise Http404 from error
    answer = HttpResponse(signed_file(edition), content_type="application/json")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@requires(Permission.KEY_REGISTER)
def key(request: HttpRequest) -> HttpResponse:
    """Make a key in the browser, and register its public half."""
    if request.method == "POST":
        given = (request.POST.get(name, "")[:200] for name in ("recipient", "signing_key", "signature"))
        try:
            keys.register(request.user, *given, at=port.now())
        except keys.RefusedError as error:
            return JsonResponse({"error": str(error)}, status=400)
        return JsonResponse({"done": True})
    context = {"key": keys.key_of(request.user), "demo": settings.DEMO, "words": key_words()}
    return render(request, "roster/key.html", context)


def key_words() -> dict[str, str]:
    """Return the words of the key's script."""
    return {
        "making": _("Making your key… this takes a moment."),
        "short": _("A passphrase has at least 12 characters; six random words are better."),
        "differ": _("The two passphrases differ."),
        "made": _("Saved. Now write the recovery line on paper, and confirm that you have it."),
        "registered": _("Registered. The clerk can propose the next edition of the roster now."),
        "choose_key": _("Choose your key file first."),
        "needs_passphrase": _("This key file has a passphrase. Type it."),
        "not_opened": _("This key file doesn't open. Is the passphrase right, and is it a key file?"),
        "unlocking": _("Opening your key… this takes a moment."),
        "signed": _("Signed."),
        "confirm": _("Type the last six characters of the recovery line."),
        "wrong": _("These aren't the last six characters."),
    }


@requires(Permission.KEY_REGISTER)
def demo_key(request: HttpRequest) -> HttpResponse:
    """Return the demo key of whoever asks: in the demo and nowhere else."""
    if not settings.DEMO:
        raise Http404
    from scopeofduty.city.demo.keys import key_file

    return HttpResponse(key_file(request.user.username), content_type="text/plain; charset=utf-8")


@requires(Permission.ROSTER_PROPOSE, Permission.ROSTER_SIGN)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the seats, and the editions with who signed them."""
    if request.method == "POST":
        return _propose(request)
    seats = Seat.objects.select_related("reports_to", "user").prefetch_related("beside")
    context = {
        "seats": [(seat, keys.key_of(seat.user)) for seat in seats],
        "editions": Edition.objects.prefetch_related("signatures__signer"),
        "form": ReasonForm(),
        "may_propose": request.user.may(Permission.ROSTER_PROPOSE),
    }
    return render(request, "roster/overview.html", context)


def _propose(request: HttpRequest) -> HttpResponse:
    if not request.user.may(Permission.ROSTER_PROPOSE):
        raise PermissionDenied(Permission.ROSTER_PROPOSE)
    try:
        edition = editions.propose(reason=request.POST.get("reason", ""), by=request.user, at=port.now())
    except keys.RefusedError as error:
        messages.error(request, str(error))
        return redirect("roster:overview")
    return redirect("roster:edition", number=edition.number)


@requires(Permission.ROSTER_PROPOSE)
def seat(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Add or change a seat; the roster in force changes only with the next edition."""
    found = get_object_or_404(Seat, slug=slug) if slug else None
    form = SeatForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("roster:overview")
    return render(
        request, "roster/seat.html", {"form": form, "seat": found}, status=400 if form.errors else 200
    )


@requires(Permission.ROSTER_PROPOSE)
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seat out of the next edition, and end the key that went with it."""
    found = get_object_or_404(Seat, slug=slug)
    if found.user and keys.key_of(found.user) and found.duty != Seat.Duty.NONE:
        keys.end_key(found.user, reason=_("left the roster"), by=request.user, at=port.now())
    found.delete()
    return redirect("roster:overview")


@requires(Permission.ROSTER_PROPOSE, Permission.ROSTER_SIGN)
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """Show an edition, and take a keeper's signature made in the browser."""
    found = get_object_or_404(Edition, number=number)
    if request.method == "POST":
        if not request.user.may(Permission.ROSTER_SIGN):
            raise PermissionDenied(Permission.ROSTER_SIGN)
        try:
            editions.sign(found, request.POST.get("signature", "")[:200], by=request.user, at=port.now())
        except keys.RefusedError as error:
            return JsonResponse({"error": str(error)}, status=400)
        return JsonResponse({"done": True})
    before = Edition.objects.filter(state=Edition.State.SIGNED, number__lt=number).first()
    waits = found.state == Edition.State.WAITING and request.user.may(Permission.ROSTER_SIGN)
    context = {
        "edition": found,
        "changes": editions.changes(before, found),
        "waits": waits and not found.signatures.filter(signer=request.user).exists(),
        "key": keys.key_of(request.user),
        "demo": settings.DEMO,
        "words": key_words(),
        "text": found.text,
        "before": before,
    }
    return render(request, "roster/edition.html", context)

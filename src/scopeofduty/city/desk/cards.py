"""A card for each counter: the desk's address as a QR code, and the six phrases, in both languages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import qrcode
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from qrcode.image.svg import SvgPathImage

from scopeofduty.city.desk.phrase import SIX
from scopeofduty.city.desk.privacy import without_trace
from scopeofduty.city.profile.models import Department

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGES = ("en", "es")


@without_trace
def cards(request: HttpRequest) -> HttpResponse:
    """List the counters a card can be printed for."""
    return render(request, "desk/cards.html", {"departments": Department.objects.all()})


@without_trace
def card(request: HttpRequest, department: str) -> HttpResponse:
    """Show one counter's card, ready to print: one side a language."""
    found = get_object_or_404(Department, slug=department)
    sides = [_side(request, found, language) for language in LANGUAGES]
    return render(request, "desk/card.html", {"department": found, "sides": sides})


def _side(request: HttpRequest, department: Department, language: str) -> dict[str, object]:
    with override(language):
        address = request.build_absolute_uri(reverse("desk:doors_at", args=[department.slug]))
        return {
            "language": language,
            "department": str(department),
            "address": address,
            "code": code(address),
            "title": _("May I? Ask the desk first."),
            "lead": _("Scan, two taps, an answer. No log-in; nothing you ask is kept."),
            "life": _("Somebody's life is in danger? Help first. Write it down after."),
            "meant": [(phrase.value, str(phrase.label), _meaning(phrase.value)) for phrase in SIX],
        }


def code(address: str) -> SafeString:
    """Return a QR code (ISO/IEC 18004, error correction M) of an address as SVG, without styles."""
    made = qrcode.make(
        address, image_factory=SvgPathImage, error_correction=qrcode.constants.ERROR_CORRECT_M, border=2
    )
    text = io.BytesIO()
    made.save(text)
    drawn = text.getvalue().decode().partition("?>")[2].strip()
    # The library writes the drawing; the address is in its geometry and never in its markup.
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308


def _meaning(phrase: str) -> str:
    return {
        "must": _("Do it. A law says so; the answer names it."),
        "may": _("Your choice. Nobody can insist."),
        "no": _("Don't. Say so politely, and write it down."),
        "commission": _("Nobody signs or agrees before the commission has voted."),
        "counsel": _("Call the city attorney. Don't do it meanwhile."),
        "silent": _("The law doesn't speak of it. Don't, until somebody tells you."),
    }[phrase]

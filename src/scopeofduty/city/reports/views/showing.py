"""How a page of reporting is shown: with the templates of the public side, which know no session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import get_language

from scopeofduty.city.public.models import PublicCity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from scopeofduty.sealing.receipt import Receipt


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of reporting."""
    known = {"public_city": PublicCity.objects.first(), **context}
    return render(request, f"reports/{template}", known, status=status, using="public")


def language() -> str:
    """Return the language in which this page spells a receipt."""
    return "es" if (get_language() or "").startswith("es") else "en"


def spelled(receipt: Receipt) -> tuple[str, ...]:
    """Return the twelve words in the page's language."""
    return receipt.spell(language())

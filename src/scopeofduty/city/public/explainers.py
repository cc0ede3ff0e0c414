"""Public pages that answer common claims, one printed sheet each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse

from scopeofduty.city.public.models import PublicExplainer
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@published
def explainers(request: HttpRequest) -> HttpResponse:
    """List every claim with its answer in one sentence."""
    return page(request, "explainers.html", explainers=list(PublicExplainer.objects.all()))


@published
def explainer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one answer, the sections it rests on, and what the desk answers today."""
    found = PublicExplainer.objects.filter(pk=slug).first()
    if found is None:
        raise Http404
    address = request.build_absolute_uri(request.path)
    return page(request, "explainer.html", explainer=found, address=address)


@published
def explainers_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return every explainer as JSON, in both languages."""
    rows = [{"id": each.slug, **each.content} for each in PublicExplainer.objects.all()]
    return JsonResponse({"explainers": rows}, json_dumps_params={"sort_keys": True})

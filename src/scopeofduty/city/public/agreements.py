"""Public pages of agreements: in force, proposed, refused, lapsed, without authority; and the neighbours'."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.public import feeds
from scopeofduty.city.public.models import (
    PublicAgreement,
    PublicAgreementFile,
    PublicCity,
    PublicNeighbours,
    in_language,
)
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.tables import as_csv
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from django.http import HttpRequest

COLUMNS = (
    "id", "state", "title", "kind", "partner", "department", "signed_at", "signer", "document", "vote",
    "ends_on", "signed_without_vote",
)  # fmt: skip
NEIGHBOUR_COLUMNS = ("state", "agency", "sort", "kind", "county", "signed")
GROUPS = (
    ("no_authority",),
    ("in_force", "approved"),
    ("agenda", "ready", "notice", "read", "draft"),
    ("refused", "expired", "withdrawn"),
)


@published
def agreements(request: HttpRequest) -> HttpResponse:
    """List every agreement by how it stands."""
    found = list(PublicAgreement.objects.all())
    groups = [[each for each in found if each.state in states] for states in GROUPS]
    neighbours = PublicNeighbours.objects.first()
    return page(request, "agreements.html", groups=groups, neighbours=neighbours, total=len(found))


@published
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """Show one agreement, with its texts, counsel's reasons, the vote and the signature."""
    found = PublicAgreement.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return page(request, "agreement.html", agreement=found)


@published
def agreement_document(request: HttpRequest, sha256: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Give a text under notice or a signed agreement as it was kept: hash it and compare."""
    found = PublicAgreementFile.objects.filter(pk=sha256).first()
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    ending = found.name.rpartition(".")[2].lower()
    ending = ending if ending in {"pdf", "docx", "txt"} else "bin"
    answer["Content-Disposition"] = f'attachment; filename="{sha256[:16]}.{ending}"'
    return answer


@published
def agreements_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the register as JSON or CSV."""
    found = list(PublicAgreement.objects.order_by("number"))
    if suffix == "json":
        rows = [{"id": each.public_id, "stands": each.state, **each.content} for each in found]
        return JsonResponse({"agreements": rows}, json_dumps_params={"sort_keys": True})
    return as_csv("agreements", COLUMNS, [_row(each) for each in found])


def _row(found: PublicAgreement) -> dict[str, Any]:
    content = found.content
    signed = content["signed"] or {}
    return {
        "id": found.public_id,
        "state": found.state,
        "title": content["title"]["en"],
        "kind": content["kind"]["en"],
        "partner": content["partner"],
        "department": content["department"],
        "signed_at": signed.get("at", ""),
        "signer": signed.get("signer", ""),
        "document": signed.get("sha256", ""),
        "vote": content["approval"] or "",
        "ends_on": content["ends_on"],
        "signed_without_vote": ("yes" if content["late"] else "no") if signed else "",
    }


@published
def agreements_feed(request: HttpRequest) -> HttpResponse:
    """Return the Atom feed of what happened to agreements."""
    city = PublicCity.objects.first()
    title = _("Agreements of %(city)s") % {"city": city.name if city else ""}
    entries = [_entry(each) for each in PublicAgreement.objects.all()]
    return feeds.answer(request, title, reverse("public:agreements"), entries)


def _entry(found: PublicAgreement) -> dict[str, Any]:
    content = found.content
    return {
        "title": f"{found.public_id} {in_language(content['title'])}: {in_language(content['state'])}",
        "link": reverse("public:agreement", args=[found.number]),
        "description": in_language(content["summary"]),
        "pubdate": found.changed_at,
        "updateddate": found.changed_at,
    }


@published
def neighbours(request: HttpRequest) -> HttpResponse:
    """List the neighbours' 287(g) agreements, state by state."""
    found = PublicNeighbours.objects.first()
    by_state = groupby(found.rows if found else [], key=lambda row: row["state"])
    states = [(state, list(rows)) for state, rows in by_state]
    return page(request, "neighbours.html", neighbours=found, states=states)


@published
def neighbours_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the neighbours' list as JSON or CSV."""
    found = PublicNeighbours.objects.first()
    rows = found.rows if found else []
    if suffix == "csv":
        return as_csv("neighbours", NEIGHBOUR_COLUMNS, rows)
    said = {"as_of": found.as_of.isoformat() if found else None, "source": found.source if found else ""}
    return JsonResponse({**said, "agreements": rows}, json_dumps_params={"sort_keys": True})

"""The public list of what the city collects about where people come from, and why."""

from __future__ import annotations

import csv
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.public import feeds
from scopeofduty.city.public.models import PublicCity, PublicCollection
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import _cell, page

if TYPE_CHECKING:
    from django.http import HttpRequest

COLUMNS = (
    "department", "department_es", "form", "form_es", "information", "information_es", "decision", "law",
    "asks", "asks_es", "source", "until", "removed_on",
)  # fmt: skip
EMPTY: dict[str, Any] = {"rows": [], "waiting": 0, "swept_on": None}


def _content() -> dict[str, Any]:
    found = PublicCollection.objects.first()
    return found.content if found else EMPTY


@published
def collection(request: HttpRequest) -> HttpResponse:
    """List what each department collects and on which law, and what was removed."""
    content = _content()
    standing = [row for row in content["rows"] if not row["removed_on"]]
    departments = [list(rows) for _slug, rows in groupby(standing, key=lambda row: row["department_slug"])]
    removed = [row for row in content["rows"] if row["removed_on"]]
    return page(request, "collection.html", content=content, departments=departments, removed=removed)


@published
def collection_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the list as JSON or CSV."""
    content = _content()
    rows = [_flat(row) for row in content["rows"]]
    if suffix == "json":
        told = {"collects": rows, "waiting": content["waiting"], "swept_on": content["swept_on"]}
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "sort_keys": True})
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.DictWriter(answer, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return answer


@published
def collection_feed(request: HttpRequest) -> HttpResponse:
    """Return an Atom feed with one entry: the list, as of the window at which it last changed."""
    found, city = PublicCollection.objects.first(), PublicCity.objects.first()
    entries = []
    if found:
        standing = sum(not row["removed_on"] for row in found.content["rows"])
        removed = len(found.content["rows"]) - standing
        told = _(
            "Forms or systems that ask: %(standing)s; that no longer do: %(removed)s; "
            "places to settle: %(waiting)s."
        )
        entries.append(
            {
                "title": _("What the city collects, as of %(day)s") % {"day": f"{found.window:%Y-%m-%d}"},
                # Each change has a name of its own, so that a reader is told of it.
                "link": f"{reverse('public:collection')}#{found.window:%Y-%m-%dT%H}",
                "description": told
                % {"standing": standing, "removed": removed, "waiting": found.content["waiting"]},
                "pubdate": found.window,
                "updateddate": found.window,
            }
        )
    title = _("What %(city)s collects") % {"city": city.name if city else ""}
    return feeds.answer(request, title, reverse("public:collection"), entries)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return one row for scripts: plain texts in both languages, days as ISO 8601."""
    flat: dict[str, Any] = {}
    for name, texts in (("department", row["department"]), ("form", row["form"]), ("asks", row["asks"])):
        flat |= {name: texts["en"], f"{name}_es": texts["es"]}
    flat["information"] = [texts["en"] for texts in row["information"]]
    flat["information_es"] = [texts["es"] for texts in row["information"]]
    flat |= {name: row[name] for name in ("law", "source", "until", "removed_on")}
    flat["decision"] = row["decision"]["id"]
    return {name: flat[name] for name in COLUMNS}

"""The public lists as an open-data catalogue: ``/data.json`` (DCAT-US 3.0) and ``/datapackage.json``.

Both are made from the page that leads to everything, so no list can be missing from them. Sources: the JSON
Schema of DCAT-US 3.0 (Catalog, Dataset, Distribution, Kind) and of Data Package 2.0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import JsonResponse
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from scopeofduty.city.public.everything import GROUPS
from scopeofduty.city.public.models import PublicCity
from scopeofduty.city.public.registry import published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.public.everything import Shown

MEDIA = {
    "JSON": "application/json",
    "CSV": "text/csv",
    "ATOM": "application/atom+xml",
    "ICS": "text/calendar",
}
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@published
def data_json(request: HttpRequest) -> HttpResponse:
    """Return the catalogue of everything that can be taken away as a file, in the reader's language."""
    city = PublicCity.objects.first()
    name = city.name if city else ""
    about = {"publisher": {"@type": "Organization", "name": name}, "contactPoint": _contact(city)}
    catalogue = {
        "@type": "Catalog",
        "title": _("Open data of %(city)s: what the city does with immigration information") % {"city": name},
        "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0"},
        "language": [get_language()],
        "publisher": about["publisher"],
        "dataset": [_dataset(request, shown) | about for shown in _lists()],
    }
    return JsonResponse(catalogue, json_dumps_params={"sort_keys": True, "ensure_ascii": False})


@published
def datapackage_json(request: HttpRequest) -> HttpResponse:
    """Return the tables among them as a data package: what tools for tables open in one step."""
    city = PublicCity.objects.first()
    resources = [
        {
            "name": f"{_slug(shown)}-{number}" if number else _slug(shown),
            "title": str(shown.title),
            "description": str(shown.text),
            "path": request.build_absolute_uri(address),
            "format": "csv",
            "mediatype": MEDIA["CSV"],
            "encoding": "utf-8",
        }
        for shown in _lists()
        for number, address in enumerate(each for suffix, each in shown.links() if suffix == "CSV")
    ]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slugify(city.name if city else "") or "city",
        "title": city.name if city else "",
        "homepage": request.build_absolute_uri("/"),
        "resources": resources,
    }
    return JsonResponse(package, json_dumps_params={"sort_keys": True, "ensure_ascii": False})


def _lists() -> Iterator[Shown]:
    """Yield every page that has files, each once."""
    yield from (shown for _title, pages in GROUPS for shown in pages if shown.files)


def _slug(shown: Shown) -> str:
    """Return a list's own short name: the same in every language."""
    with override("en"):
        return slugify(str(shown.title))


def _dataset(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    page = request.build_absolute_uri(shown.address())
    with override("en"):
        identifier = request.build_absolute_uri(shown.address())
    return {
        "@type": "Dataset",
        "identifier": identifier,
        "title": str(shown.title),
        "description": str(shown.text),
        "landingPage": {"@type": "Document", "title": str(shown.title), "accessURL": page},
        "distribution": [
            {
                "@type": "Distribution",
                "title": f"{shown.title}, {address.rpartition('/')[2]}",
                "downloadURL": request.build_absolute_uri(address),
                "mediaType": MEDIA[suffix],
            }
            for suffix, address in shown.links()
        ],
    }


def _contact(city: PublicCity | None) -> dict[str, str]:
    """Return whom to write to: the address set for it, else one named for reports, else the sender's."""
    said = ADDRESS.search(city.reporting_contact if city else "")
    address = settings.DATA_EMAIL or (said.group() if said else settings.DEFAULT_FROM_EMAIL)
    return {"@type": "Kind", "fn": city.name if city else "", "hasEmail": f"mailto:{address}"}

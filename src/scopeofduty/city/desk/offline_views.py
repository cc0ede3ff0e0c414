"""What a device fetches once to answer without a network: the page, the law, the worker that keeps both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scopeofduty import __version__
from scopeofduty.city.clock import port
from scopeofduty.city.desk.offline import offline_desk
from scopeofduty.city.desk.privacy import without_trace
from scopeofduty.city.profile.models import City

if TYPE_CHECKING:
    from django.http import HttpRequest

# Everything the offline page is made of. No page of the contact log or of staff is ever among what is kept.
ASSETS = (
    "duty/duty.css",
    "duty/public-sans-latin-wght-normal.woff2",
    "duty/icon.svg",
    "duty/desk_install.js",
    "duty/desk_offline.js",
)


@without_trace
def offline(request: HttpRequest) -> HttpResponse:
    """Show the desk that answers from the law kept on the device."""
    return render(request, "desk/offline.html")


@without_trace
def law_table(_request: HttpRequest) -> HttpResponse:
    """Return the law in force, its signatures, and the desk's words, as JSON."""
    return JsonResponse(offline_desk(port.now()), json_dumps_params={"ensure_ascii": False})


@without_trace
def worker(_request: HttpRequest) -> HttpResponse:
    """Return the worker's list of what it keeps, followed by the worker itself."""
    keep = {
        "name": f"desk {get_language()} {__version__}",
        "scope": reverse("desk:doors"),
        "page": reverse("desk:offline"),
        "law": reverse("desk:law_table"),
        "assets": [static(name) for name in ASSETS],
        "staff": [reverse("desk:rules")],
    }
    script = (
        f"const KEEP = {json.dumps(keep)};\nimportScripts({json.dumps(static('duty/desk_worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@without_trace
def manifest(_request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put the desk on its home screen (W3C Web Application Manifest)."""
    city = City.objects.first()
    name = _("Ask the desk")
    icons = [
        {"src": static(f"duty/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    icons.append({"src": static("duty/icon.svg"), "sizes": "any", "type": "image/svg+xml"})
    data = {
        "id": reverse("desk:doors"),
        "name": f"{city}: {name}" if city else name,
        "short_name": name,
        "lang": get_language(),
        "start_url": reverse("desk:doors"),
        "scope": reverse("desk:doors"),
        "display": "standalone",
        "background_color": "#f6f7f4",
        "theme_color": "#10454f",
        "icons": icons,
    }
    return JsonResponse(data, content_type="application/manifest+json")

"""Atom feeds (RFC 4287) of lists that are no notices. Dated by their entries, never by who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from scopeofduty.city.public.atom import LONGEST, Feed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

__all__ = ["LONGEST", "answer"]


def answer(request: HttpRequest, title: str, place: str, entries: Iterable[dict[str, Any]]) -> HttpResponse:
    """Return a feed of entries, newest first, with absolute links."""
    address = request.build_absolute_uri(request.path)
    base = "/".join(address.split("/", 3)[:3])
    made = Feed(title=title, link=base + place, description=title, feed_url=address, feed_guid=base + place)
    newest = sorted(entries, key=lambda entry: (entry["updateddate"], entry["link"]), reverse=True)
    for parts in newest[:LONGEST]:
        link = base + parts["link"]
        made.add_item(**(parts | {"link": link}), unique_id=link)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")

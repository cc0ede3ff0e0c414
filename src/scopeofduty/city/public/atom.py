"""The Atom feed (RFC 4287). Every date in it is a publication window, never the time of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from scopeofduty.city.public.models import PublicNotice
    from scopeofduty.city.public.shown import Line

LONGEST = 50  # entries


class Feed(Atom1Feed):
    """Django's feed, dated by its newest entry and never by the moment somebody asks."""

    def latest_post_date(self) -> datetime:
        """Return the newest window in the feed; a feed without entries has the epoch's date."""
        from datetime import UTC, datetime

        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))


def entry(notice: PublicNotice, said: Sequence[Line]) -> dict[str, Any]:
    """Return one entry's parts."""
    newest = max(version.window for version in notice.versions.all())
    return {
        "title": _("Notice %(id)s") % {"id": notice.public_id},
        "link": reverse("public:notice", args=[notice.year, f"{notice.number:03d}"]),
        "description": "\n".join(f"{line.label}: {line.text}" for line in said),
        "pubdate": notice.window,
        "updateddate": newest,
    }


def feed(city: str, address: str, entries: Sequence[dict[str, Any]]) -> str:
    """Return the feed's document; links are absolute, made from the feed's own address."""
    root = address.split("/", 3)
    base = "/".join(root[:3])
    made = Feed(
        title=_("Notices of %(city)s") % {"city": city},
        link=base + reverse("public:notices"),
        description=_("What federal officers asked the city for, told once their operation was complete."),
        feed_url=address,
        feed_guid=base + reverse("public:notices"),
    )
    for parts in entries:
        link = base + parts["link"]
        made.add_item(**(parts | {"link": link}), unique_id=link)
    text: str = made.writeString("utf-8")
    return text

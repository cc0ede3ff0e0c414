"""Everything an outsider can get from a city: each public address, with its headers, in both languages."""

from __future__ import annotations

from django.core import mail
from django.test import Client
from django.urls import URLResolver, get_resolver

from scopeofduty.city.accounts.models import User
from scopeofduty.city.public.models import PublicNotice
from scopeofduty.city.public.registry import PUBLISHED

STATIC = {
    "notices": ["notices/"],
    "notices_file": ["notices.json", "notices.csv"],
    "notices_feed": ["notices.atom"],
    "delays": ["notices/delays/"],
    "not_told": ["notices/not-told/"],
    "ordinance": ["ordinance/"],
    "ordinance_file": ["ordinance.json"],
}
# Pages of other parts that anybody may open; they read the law and no contact, and must stay so.
OPEN = ["", "desk/", "desk/contacted/backup/", "obligations/", "obligations.json", "obligations.csv"]
OTHERS = {prefix + address for prefix in ("/", "/es/") for address in OPEN}


def addresses():
    """Every public address there is now, and two at which there is nothing yet."""
    found = [*OPEN, *(address for each in STATIC.values() for address in each)]
    told = list(PublicNotice.objects.values_list("public_id", "year"))
    found += [f"notices/{public_id}" for public_id, _year in told]
    found += sorted({f"notices/{year}/" for _id, year in told})
    found += ["notices/2026/999", "notices/2031/001", "notices/2031/"]
    return [prefix + address for prefix in ("/", "/es/") for address in sorted(found)]


def view():
    """Address → status, every header, and body; and the mail that left for anyone who isn't staff."""
    client = Client()
    seen = {}
    for address in addresses():
        answer = client.get(address)
        seen[address] = (
            answer.status_code,
            # The desk's pages say when they were sent, by the machine's clock; published ones never do.
            sorted(each for each in answer.headers.items() if each[0] != "Expires" or address not in OTHERS),
            answer.content,
            len(client.cookies),
        )
    staff = set(User.objects.values_list("email", flat=True))
    sent = [(each.to, each.subject, each.body) for each in mail.outbox if not set(each.to) <= staff]
    return {**seen, "mail": sent}


def public_views():
    """The names of every view that the public part has in the URLconf."""
    names = set()

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif pattern.callback.__module__.startswith("scopeofduty.city.public"):
                names.add(pattern.callback.__name__)

    walk(get_resolver().url_patterns)
    return names


def registered():
    """The names in the register."""
    return set(PUBLISHED)

"""Everything an outsider can get from a city: each public address, with its headers, in both languages."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import URLResolver, get_resolver

from scopeofduty.city.accounts.models import User
from scopeofduty.city.public.log.words import moment
from scopeofduty.city.public.models import PublicNotice
from scopeofduty.city.public.registry import PUBLISHED
from scopeofduty.ledger.reading import LogReader
from scopeofduty.ledger.storage import Folder

STATIC = {
    "notices": ["notices/"],
    "notices_file": ["notices.json", "notices.csv"],
    "notices_feed": ["notices.atom"],
    "collection": ["collection/"],
    "collection_file": ["collection.json", "collection.csv"],
    "collection_feed": ["collection.atom"],
    "delays": ["notices/delays/"],
    "not_told": ["notices/not-told/"],
    "everything": ["everything/"],
    "data_json": ["data.json"],
    "datapackage_json": ["datapackage.json"],
    "explainers": ["explainers/"],
    "explainer": ["explainers/is-a-detainer-a-warrant", "explainers/no-such-page"],
    "explainers_file": ["explainers.json"],
    "log": ["log/"],
    "log_check": ["log/check/"],
    "log_register": ["log/register/", "log/register/1/", "log/register/999/"],
    "log_day": ["log/2031-01-01/"],
    "log_file": ["log/slots/checkpoint", "log/register/checkpoint", "log/city.policy", "log/audit.json"],
    "proof_file": ["log/proof/1/1.tlog-proof"],
    "statistics": ["statistics/"],
    "statistics_file": ["statistics.json", "statistics.csv"],
    "report_figures": ["report-figures/"],
    "report_figures_file": ["report-figures.json", "report-figures.csv"],
    "protected_activity": ["protected-activity/"],
    "commitments": ["protected-activity/2031-01-01.bin", "protected-activity/nonsense.bin"],
    "proposals": ["proposals/"],
    "proposals_file": ["proposals.json"],
    "comment_rules": ["proposals/comment-rules/"],
    "proposal": ["proposals/none/"],
    "proposal_change": ["proposals/none/change/"],
    "proposal_comments": ["proposals/none/comments/"],
    "comment_document": ["proposals/none/comments/1/document"],
    "proposal_version": ["proposals/none/versions/1/"],
    "sessions": ["commission/"],
    "sessions_file": ["commission.json", "commission.csv", "commission.ics"],
    "sessions_feed": ["commission.atom"],
    "session": ["commission/1", "commission/999"],
    "packet": ["commission/1/packet", "commission/999/packet"],
    "vote": ["commission/votes/1", "commission/votes/999"],
    "votes_file": ["commission/votes.json", "commission/votes.csv"],
    "agreements": ["agreements/"],
    "agreements_file": ["agreements.json", "agreements.csv"],
    "agreements_feed": ["agreements.atom"],
    "agreement": ["agreements/1", "agreements/999"],
    "agreement_document": ["agreements/documents/" + "0" * 64],
    "neighbours": ["agreements/neighbours/"],
    "neighbours_file": ["agreements/neighbours.json", "agreements/neighbours.csv"],
    "history": ["ordinance/history/"],
    "history_file": ["ordinance/history.json", "ordinance/history.csv"],
    "ordinance": ["ordinance/"],
    "ordinance_file": ["ordinance.json"],
}
# Pages of other parts that anybody may open; they read the law and no contact, and must stay so.
OPEN = ["", "desk/", "desk/contacted/backup/", "obligations/", "obligations.json", "obligations.csv"]
OTHERS = {prefix + address for prefix in ("/", "/es/") for address in OPEN}


def addresses(*, of_the_log=True):
    """Every public address there is now, and two at which there is nothing yet.

    Without ``of_the_log``, pages are seen in English alone, and those of each day and envelope of the log are
    left out, which read its files alone, as are those of the desk, which read the law.
    """
    found = [*(OPEN if of_the_log else OPEN[:1]), *(address for each in STATIC.values() for address in each)]
    told = list(PublicNotice.objects.values_list("public_id", "year"))
    found += [f"notices/{public_id}" for public_id, _year in told]
    found += sorted({f"notices/{year}/" for _id, year in told})
    found += sorted(set(_of_the_log())) if of_the_log else []
    found += ["notices/2026/999", "notices/2031/001", "notices/2031/"]
    prefixes = ("/", "/es/") if of_the_log else ("/",)
    return [prefix + address for prefix in prefixes for address in sorted(found)]


def _of_the_log():
    """Every file of the sealed log, the page of each of its days, and every envelope's proof."""
    root = Path(settings.LOG_FOLDER)
    yield from (f"log/{path.relative_to(root)}" for path in root.rglob("*") if path.is_file())
    log = LogReader(Folder(root).read).snapshot()
    for tick in range(log.cadence.first, log.last + 1) if log else ():
        yield f"log/{moment(tick * log.cadence.period).date()}/"
        yield from (f"log/proof/{tick}/{slot}.tlog-proof" for slot in range(log.cadence.slots))


def view(*, of_the_log=True):
    """Address → status, every header, and body; and the mail that left for anyone who isn't staff."""
    client = Client()
    seen = {}
    for address in addresses(of_the_log=of_the_log):
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

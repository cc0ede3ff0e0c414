"""Fill the demo city: every page has something on it, and seeding twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scopeofduty.city.demo import (
    chamber,
    collecting,
    corpus,
    dispatch,
    drafting,
    explaining,
    keeping,
    legal,
    log,
    neighbour,
    place,
    reported,
    sealed,
    sealed_log,
    telling,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

# The city took the software up a little before the first contact of the corpus.
BEGAN = timedelta(days=275)


def seed(at: datetime, progress: Callable[[str], object] = lambda _doing: None) -> None:
    """Fill Riverbend as of ``at``, through the services that the pages use.

    Args:
        at: the moment to which all relative times of the corpus are counted, with its zone.
        progress: is told in a few words what is being done.

    Raises:
        ValueError: ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"the demo is seeded at a time with its zone, and {at.isoformat()} has none")
    at = at.replace(microsecond=0)
    progress("Riverbend, its departments and its people")
    city = place.found_city()
    people = place.seat_cast(at - BEGAN)
    sealed_log.begin_log(at)
    progress("the roster of those who receive reports")
    sealed.seat_roster(people, at - BEGAN)
    progress("its law, signed by counsel, and the register of legal obligations")
    legal.sign_rules(people["counsel"], at - BEGAN)
    legal.list_obligations(people["counsel"], at - BEGAN)
    legal.file_petitions(people, at)
    zone = ZoneInfo(city.zone)
    contacts = corpus.written(at, zone)
    for number, written in enumerate(contacts, start=1):
        if number % 10 == 1:
            progress(f"contacts {number} to {min(number + 9, len(contacts))} of {len(contacts)}")
        log.record(written, people)
    progress("its notices to the public")
    telling.tell(people, at, zone)
    progress("the dispatch centre's export, and a neighbour's rows for the study log")
    dispatch.reconcile_export(people["records"], at, zone)
    keeping.certify_silence(people["records"], at, zone)
    keeping.set_schedule(people["records"], at - BEGAN)
    keeping.begin_draft(people["dispatcher"], at)
    neighbour.study(at, at.astimezone(zone).date())
    progress("a draft of its ordinance, suggestions and comments")
    drafting.write(people, at)
    progress("its commission: sessions, votes and agreements")
    chamber.convene(people, at)
    progress("answers to common claims")
    explaining.explain(people, at)
    progress("two sealed reports, and the retaliation clock")
    reported.tell(at, zone)
    progress("its shared drive, what the first sweep found there, and the plate readers' log")
    collecting.collect(people, at, zone)
    progress("its sealed log, day by day")
    sealed_log.keep_log(at, zone)
    drafting.show(at)

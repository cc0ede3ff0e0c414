"""A log with an envelope in each state, laid where the pages read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scopeofduty.city.public.models import PublicCity, PublicNotice, PublicNoticeVersion, PublicSeal
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.states import notice_path
from scopeofduty.ledger.tests.cast import DAY, TERMS, City

SAYS = {"agency": "ICE", "request": "backup", "answer": "refused", "week": "2024-W40", "place": "in the city"}


def days(city, number):
    for _ in range(number):
        city.end_day()


def every_state(folder, **options):
    """A city whose log has each of the six states: c1 a notice, c2 delayed, c3 overdue, c4 altered."""
    city = City(folder, slots=8, terms=replace(TERMS, delay_max=30 * DAY), **options).start()
    city.receive("c1", **SAYS)
    city.receive("c4", **SAYS)
    city.end_day()
    city.receive("c2", **SAYS)
    city.receive("c3", **SAYS)
    city.end_day()
    days(city, 2)
    city.decide_delay("c2", "court-order")
    days(city, 5)
    return city


def spoil(city):
    """Take c3's text down, and change a word of c4's."""
    city.public.remove(notice_path(city.records["c3"].place))
    path = notice_path(city.records["c4"].place)
    city.public.put(path, city.public.read(path).replace(b"refused", b"granted"))


def open_to_public(city, settings, root):
    """Lay the log where the pages read it, and set their clock to the city's: an hour after its last tick."""
    settings.LOG_FOLDER = root / "public"
    city.public.put(POLICY_FILE, city.keeper.policy_text().encode())
    settings.PUBLIC_CLOCK = lambda: datetime.fromtimestamp(city.clock.now, UTC) + timedelta(hours=1)


def tell(city, record, number=14):
    """Publish the notice of a record on the portal."""
    PublicCity.objects.using("public").get_or_create(pk=1, defaults={"name": "Riverbend", "zone": "UTC"})
    window = datetime.fromtimestamp(city.clock.now, UTC)
    public_id = f"2024/{number:03d}"
    notice = PublicNotice.objects.create(
        public_id=public_id, year=2024, number=number, kind="contact", window=window
    )
    says = {"agency": {"en": "ICE", "es": "ICE"}, "week": "2024-W40"}
    PublicNoticeVersion.objects.create(notice=notice, seq=1, window=window, content={"says": says})
    tick, slot = city.records[record].place
    return PublicSeal.objects.create(notice=notice, tick=tick, slot=slot).notice


@pytest.fixture
def log(tmp_path, settings, db):
    city = every_state(tmp_path)
    open_to_public(city, settings, tmp_path)
    return city

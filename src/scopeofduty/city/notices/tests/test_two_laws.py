"""One history under two texts: each gives the notices that its own words ask for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scopeofduty.city.notices.models import Notice
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import Town

pytestmark = pytest.mark.django_db(databases=["default", "public"])
MARCH = datetime(2020, 3, 2, 14, 0, tzinfo=UTC)


def history(pack):
    """Backup is asked for and the operation ends on the third day; another office only calls to say hello."""
    town = Town([pack])
    asked = town.contact(at=MARCH)
    hello = town.contact(
        at=MARCH + timedelta(hours=1),
        request_types=["information_only"],
        facts={"federal_contact": "contact_without_request"},
    )
    never_ends = town.contact(at=MARCH + timedelta(hours=2))
    windows = {}
    for day in range(60):
        if day == 3 and Notice.objects.filter(contact=asked).exists():
            town.complete(Notice.objects.get(contact=asked), MARCH + timedelta(days=day))
        publish(MARCH + timedelta(days=day, hours=8))
    for name, contact in {"asked": asked, "hello": hello, "never ends": never_ends}.items():
        notice = Notice.objects.filter(contact=contact).first()
        windows[name] = (notice.window - MARCH).days if notice and notice.window else None
    return windows


def test_the_draft_tells_of_help_asked_for_and_only_once_it_is_over(db):
    assert history("lawrence") == {"asked": 3, "hello": None, "never ends": None}


def test_the_advocates_text_tells_of_any_contact_at_the_next_window(db):
    assert history("lawrence-alliance") == {"asked": 0, "hello": 0, "never ends": 0}

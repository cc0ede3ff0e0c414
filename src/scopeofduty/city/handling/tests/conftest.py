"""Riverbend with its roster, whose demo keys the tests hold; reports come in as its plain form seals them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from scopeofduty.city.accounts.models import User
from scopeofduty.city.demo import place, sealed
from scopeofduty.city.demo.keys import demo_identity
from scopeofduty.city.handling import inbox
from scopeofduty.city.reports import delivery, seen
from scopeofduty.city.roster.current import current_roster
from scopeofduty.cli.case_reading import read_case
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.recipient_key import signer_of

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
CANARY = "zebra-canary-7341"


class Riverbend:
    """The people and what they hold."""

    def __init__(self):
        place.found_city()
        self.people = place.seat_cast(AT - timedelta(days=100))
        sealed.seat_roster(self.people, AT - timedelta(days=90))

    @property
    def roster(self):
        return current_roster()

    def identity(self, who):
        return demo_identity(who)

    def signer(self, who):
        return signer_of(demo_identity(who))

    def report(self, *named, day=DAY, once="ab" * 16, identity=None, text=CANARY):
        body = {
            "kind": "report",
            "way": "plain-form",
            "reporter": "resident",
            "violation": "other",
            "text": text,
        }
        told = seen.Told(once, body, named, identity, for_custodians=identity is not None)
        seen.report(told, (), new_key_pair(), [self.roster], day)
        delivery.close(day, self.roster)
        return seen.receipt_of(once)

    def cases(self, day=DAY):
        """What the day's batch holds, as a browser takes it."""
        from base64 import b64decode

        return [
            {
                "id": case["id"],
                "epochs": {
                    one["number"]: [b64decode(wrap) for wrap in one["wraps"]] for one in case["epochs"]
                },
                "messages": {
                    one["place"]: (one["epoch"], b64decode(one["data"])) for one in case["messages"]
                },
            }
            for case in inbox.batch_json(day)["cases"]
        ]

    def opened(self, who, day=DAY):
        """The cases of a batch that somebody's key opens."""
        found = (read_case(case, self.identity(who), [self.roster]) for case in self.cases(day))
        return [case for case in found if case]


@pytest.fixture
def riverbend(db, settings, tmp_path, monkeypatch):
    settings.REPORTS_FOLDER = tmp_path / "reports"
    known = make_password("x")
    monkeypatch.setattr(place, "make_password", lambda _password: known)
    made = Riverbend()
    made.files = tmp_path
    return made


@pytest.fixture
def log_in(client, riverbend):
    def enter(who):
        client.force_login(User.objects.get(username=who))
        return client

    return enter

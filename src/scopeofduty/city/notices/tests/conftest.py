"""A city with a law of notice, people, and contacts at chosen times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.notices.models import Attestation, Delay, Reading
from scopeofduty.city.profile.models import City, Department

MONDAY = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)  # eight in the morning in Chicago


def window(day, hour=16):
    """The publication window on a day of January 2026, at an hour of the city's clock."""
    return datetime(2026, 1, day, hour + 6, tzinfo=UTC)


class Town:
    """What happens in a city, in the words of the tests."""

    def __init__(self, packs=("riverbend",)):
        City.objects.update_or_create(
            pk=1, defaults={"name": "Riverbend", "zone": "America/Chicago", "packs": list(packs)}
        )
        department, _ = Department.objects.get_or_create(slug="police", name="Police", actor="police")
        self.people = {}
        for name, role in (
            ("dana", Role.DISPATCHER),
            ("sam", Role.SUPERVISOR),
            ("sol", Role.SUPERVISOR),
            ("ria", Role.RECORDS_OFFICER),
        ):
            user, _ = User.objects.get_or_create(username=name, defaults={"department": department})
            Appointment.objects.get_or_create(
                user=user, role=role, ended_at=None, defaults={"given_at": MONDAY}
            )
            self.people[name] = user

    def contact(self, at=MONDAY, key=None, **values):
        facts = {
            "requester": "ice",
            "paper": "none",
            "federal_contact": "request_for_support",
            "threat_to_life": False,
            "purpose": "civil_immigration",
        }
        given = {
            "received_at": at.isoformat(),
            "channel": "phone",
            "agency": "ice",
            "request_types": ["backup"],
            "act": "give perimeter or on-site support",
            "actor": "dispatcher",
            "facts": facts | values.pop("facts", {}),
            "decision": "decline",
            **values,
        }
        return record_contact(given, key=key or uuid4(), by=self.people["dana"], at=at + timedelta(minutes=5))

    def says(self, notice, what, at, by="sam"):
        return Attestation.objects.create(notice=notice, says=what, by=self.people[by], at=at)

    def complete(self, notice, at):
        return self.says(notice, Attestation.Says.COMPLETE, at)

    def read(self, notice, at, withheld=()):
        return Reading.objects.create(notice=notice, withheld=list(withheld), by=self.people["ria"], at=at)

    def delay(self, notice, at, days=5, reason="operation", *, confirmed=True):
        return Delay.objects.create(
            notice=notice,
            reason=reason,
            asked_by=self.people["sam"],
            asked_at=at,
            until=at + timedelta(days=days),
            confirmed_by=self.people["sol"] if confirmed else None,
            confirmed_at=at if confirmed else None,
        )


@pytest.fixture
def town(db):
    return Town()

"""The chamber's city, with agreements at every point of their life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scopeofduty.city.agreements import recording
from scopeofduty.city.agreements.recording import Document
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission.tests.conftest import EVENING, Town, laws

__all__ = ["laws"]

PAPER = Document("text.txt", b"Between the city and another body.")
SIGNED = Document("signed.txt", b"Between the city and another body. Signed.")


class Register(Town):
    """The city's register of agreements, in the words of the tests."""

    def proposed(self, **values):
        given = {
            "kind": "other",
            "title": "Sharing data",
            "partner": "Homeland Security",
            "department": "Police",
            "summary": "Opens the plate readers.",
            **values,
        }
        return recording.propose(given, PAPER, by=self.cleo, at=EVENING - timedelta(days=30))

    def noticed(self, agreement=None, **values):
        agreement = agreement or self.proposed(**values)
        text, at = agreement.texts.last(), EVENING - timedelta(days=25)
        recording.analyse(text, "vote", "It may.", says={}, by=self.corey, at=at)
        recording.give_notice(text, today(EVENING - timedelta(days=5)), by=self.cleo, at=at)
        return agreement

    def on_agenda(self, agreement, session=None):
        session = session or self.session()
        item = recording.put_to_vote(
            agreement.texts.last(), session, by=self.cleo, at=session.starts_at - timedelta(days=1)
        )
        from scopeofduty.city.commission import sitting

        sitting.publish_agenda(session, by=self.cleo, at=session.starts_at - timedelta(hours=20))
        return item

    def voted(self, agreement=None, **votes):
        agreement = agreement or self.noticed()
        return agreement, self.vote(self.on_agenda(agreement), **votes)

    def signed(self, agreement, at, *, recorded=None):
        given = {"signed_at": at, "signer": "The mayor"}
        return recording.sign(agreement, given, SIGNED, by=self.cleo, at=recorded or at + timedelta(hours=1))


@pytest.fixture
def register(db):
    return Register()

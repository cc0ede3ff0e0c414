from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scopeofduty.city.accounts.appointments import appoint
from scopeofduty.city.accounts.models import User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.study.room import cards

AT = datetime(2026, 6, 15, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"), [(Role.COMMISSIONER, True), (Role.MONITOR, True), (Role.DISPATCHER, False)]
)
def test_the_study_log_is_offered_to_whoever_may_read_it(role, sees):
    person = User.objects.create(username="somebody")
    appoint(person, role, by=None, reason="a test", at=AT)
    assert [card.title for card in cards(person, AT)] == (["Study log"] if sees else [])

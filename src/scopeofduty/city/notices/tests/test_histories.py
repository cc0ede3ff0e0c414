"""Generated histories: no notice early, none late, none twice, none never.

An obvious reader of the same history, written apart from the code, says in which window each notice is due.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from scopeofduty.city.notices.models import Attestation, Notice
from scopeofduty.city.notices.publishing import publish
from scopeofduty.city.notices.tests.conftest import MONDAY
from scopeofduty.city.public.models import PublicNotice, PublicNoticeVersion

pytestmark = pytest.mark.django_db(databases=["default", "public"])

HOUR = timedelta(hours=1)
DAYS = 45
WINDOWS = [MONDAY + timedelta(days=day, hours=8) for day in range(DAYS)]
SAYS = {"ends": "complete", "goes on": "goes_on", "not after all": "not_complete"}

times = st.integers(1, 24 * (DAYS - 12))
event = st.one_of(
    st.tuples(times, st.sampled_from(sorted(SAYS)), st.just(0)),
    st.tuples(times, st.sampled_from(["delay", "half a delay"]), st.integers(1, 10)),
)
history = st.lists(st.tuples(st.integers(0, 48), st.lists(event, max_size=5)), min_size=1, max_size=3)


def due(lived, sealed_at, events):
    """The window in which an obvious reader publishes, or None within the horizon."""
    for window in worth_running(lived):
        if window < sealed_at:
            continue
        last, last_at, held = None, sealed_at, False
        for hours, kind, days in sorted(events, key=lambda each: each[0]):
            at = MONDAY + hours * HOUR
            if at > window:
                continue
            if kind in SAYS:
                last, last_at = kind, at
            elif kind == "delay" and at <= window < at + timedelta(days=days):
                held = True
        over = last == "ends" or (window - last_at >= timedelta(days=30) and last != "ends")
        if over and not held:
            return window
    return None


def live(town, lived):
    expected = {}
    for start, events in lived:
        contact = town.contact(at=MONDAY + start * HOUR)
        notice = Notice.objects.get(contact=contact)
        later = [each for each in events if MONDAY + each[0] * HOUR > notice.sealed_at]
        expected[notice.pk] = due(lived, notice.sealed_at, later)
        for hours, kind, days in sorted(later, key=lambda each: each[0]):
            at = MONDAY + hours * HOUR
            if kind in SAYS:
                town.says(notice, Attestation.Says(SAYS[kind]), at)
            else:
                town.delay(notice, at, days=days, confirmed=kind == "delay")
    for window in worth_running(lived):
        publish(window)
    return expected


def worth_running(lived):
    """The windows on both sides of every moment at which something can change, and the last."""
    moments = []
    for start, events in lived:
        sealed = MONDAY + start * HOUR
        moments += [sealed, sealed + timedelta(days=30)]
        for hours, _kind, days in events:
            at = MONDAY + hours * HOUR
            moments += [at, at + timedelta(days=days), at + timedelta(days=30)]
    near = [
        window
        for window in WINDOWS
        if any(abs(window - moment) <= timedelta(days=1, hours=1) for moment in moments)
    ]
    return [*near, *(window for window in WINDOWS[-1:] if window not in near)]


def check(town, lived):
    with transaction.atomic(), transaction.atomic(using="public"):
        expected = live(town, lived)
        assert {notice.pk: notice.window for notice in Notice.objects.all()} == expected
        told = [window for window in expected.values() if window]
        assert sorted(notice.window for notice in PublicNotice.objects.all()) == sorted(told)
        assert PublicNoticeVersion.objects.filter(seq=1).count() == len(told)
        numbers = sorted(PublicNotice.objects.values_list("year", "number"))
        assert numbers == [(2026, number + 1) for number in range(len(numbers))]
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="public")


def lived_through(town, number, part):
    """Live ``number`` generated histories, the same ones each time for the same ``part``."""

    @settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))
    @seed(part)
    @given(history)
    def run(lived):
        check(town, lived)

    run()


# Three hundred here and ten thousand in the CI lane, in parts that workers can share.
@pytest.mark.parametrize("part", range(6))
def test_each_notice_is_published_in_its_window_and_once(town, part):
    lived_through(town, 50, part)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_ten_thousand_histories(town, part):
    lived_through(town, 500, 1_000 + part)


def test_the_obvious_reader_knows_when_something_is_late(town, monkeypatch):
    """The test can fail: a code that never publishes is caught."""
    from scopeofduty.city.notices import publishing

    monkeypatch.setattr(publishing, "is_ready", lambda *_args: False)
    with pytest.raises(AssertionError):
        check(town, [(0, [(5, "ends", 0)])])

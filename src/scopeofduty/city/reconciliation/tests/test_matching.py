from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scopeofduty.city.reconciliation.matching import WINDOW, Call, Logged, pairs

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def call(key, minutes):
    return Call(key, NOON + timedelta(minutes=minutes))


def logged(number, minutes):
    return Logged(number, NOON + timedelta(minutes=minutes))


def test_a_call_is_paired_with_the_nearest_contact():
    assert pairs([call("a", 0)], [logged(1, 9), logged(2, 2)]) == {"a": 2}


def test_each_contact_answers_for_one_call_only():
    assert pairs([call("a", 0), call("b", 1)], [logged(1, 0)]) == {"a": 1}


def test_a_contact_outside_the_window_is_another_one():
    assert pairs([call("a", 0)], [logged(1, WINDOW.total_seconds() / 60 + 1)]) == {}


minutes = st.lists(st.integers(0, 300), max_size=8)


@given(minutes, minutes, st.randoms())
def test_order_makes_no_difference_and_nothing_is_used_twice(call_minutes, log_minutes, random):
    calls = [call(f"c{index}", at) for index, at in enumerate(call_minutes)]
    log = [logged(index, at) for index, at in enumerate(log_minutes)]
    paired = pairs(calls, log)
    random.shuffle(calls)
    random.shuffle(log)
    assert pairs(calls, log) == paired
    assert len(set(paired.values())) == len(paired)
    left_calls = [each for each in calls if each.key not in paired]
    left_log = [each for each in log if each.number not in paired.values()]
    assert not any(abs(c.received_at - x.received_at) <= WINDOW for c in left_calls for x in left_log)

"""Duties are timers over events: six states, the city's own days, the version at the trigger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scopeofduty import law
from scopeofduty.law.calendars import Calendar
from scopeofduty.law.timers import STATES, Event, periods

ZONE = ZoneInfo("America/Chicago")
CITY = Calendar("America/Chicago", holidays={date(2026, 7, 3)})
NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)
NOTICE = """
duty 5 public_notice
  once          help_requested
  never before  operation_complete
  within        72 hours of operation_complete
  met by        notice_published
"""


def at(hours):
    return NOON + timedelta(hours=hours)


def event(kind, hours, about="c1"):
    return Event(kind, at(hours), about)


ASKED = event("help_requested", 0)
DONE = event("operation_complete", 10)


@pytest.mark.parametrize(
    ("events", "now", "state"),
    [
        ([DONE], 20, None),
        ([ASKED], 20, "embargoed"),
        ([ASKED, DONE], 20, "running"),
        ([ASKED, DONE], 82, "running"),
        ([ASKED, DONE], 82.1, "overdue"),
        ([ASKED, DONE, event("notice_published", 82)], 100, "met"),
        ([ASKED, DONE, event("notice_published", 83)], 100, "met late"),
        ([ASKED, event("notice_published", 5)], 6, "breached too early"),
        ([ASKED, event("notice_published", 5), DONE], 20, "breached too early"),
        ([ASKED, DONE, event("notice_published", 200)], 20, "running"),
    ],
)
def test_the_six_states(book, events, now, state):
    timers = book(NOTICE).duties(events, at(now), CITY)
    assert [timer.state for timer in timers] == ([state] if state else [])
    assert not state or state in STATES


def test_each_thing_has_its_own_timer(book):
    events = [ASKED, event("help_requested", 1, "c2"), event("operation_complete", 2, "c2")]
    states = {t.about: t.state for t in book(NOTICE).duties(events, at(3), CITY)}
    assert states == {"c1": "embargoed", "c2": "running"}


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("72 hours", datetime(2026, 7, 4, 12, tzinfo=ZONE)),
        ("1 day", datetime(2026, 7, 3, tzinfo=ZONE)),
        ("3 days", datetime(2026, 7, 5, tzinfo=ZONE)),
        ("1 working day", datetime(2026, 7, 3, tzinfo=ZONE)),
        ("2 working days", datetime(2026, 7, 7, tzinfo=ZONE)),
    ],
)
def test_periods_count_the_citys_days(book, period, due):
    text = f"duty 5 document\n  once contact_made\n  within {period} of contact_made\n"
    (timer,) = book(text).duties([event("contact_made", 0)], at(1), CITY)
    assert timer.due == due


def test_the_version_at_the_trigger_is_kept_unless_a_later_one_says_otherwise(book):
    duty = "duty 5 document\n  once contact_made\n  within {} hours of contact_made\n{}"
    head = "law F\nlevel city\nin force from {}\n"
    earlier = head.format("2026-01-01 until 2026-07-02") + duty.format(24, "")
    for pending, hours in (("", 24), ("  applies to pending\n", 48)):
        later = head.format("2026-07-02") + duty.format(48, pending)
        pack = book(earlier, later)
        (timer,) = pack.duties([event("contact_made", 0)], at(40), CITY)
        assert timer.due == at(hours)
        (after,) = pack.duties([event("contact_made", 24)], at(40), CITY)
        assert after.due == at(24 + 48)


def test_returns_are_due_period_by_period(book):
    text = (
        "duty 8 annual_report\n  every year by 1 March\n  met by annual_report_filed, nil_certified\n"
        "duty 9 monthly_report\n  every month by day 10\n  met by month_filed\n"
    )
    head = "law F\nlevel city\nin force from 2025-11-20\n"
    filed = Event("nil_certified", datetime(2026, 2, 20, tzinfo=ZONE), "2025")
    late = Event("month_filed", datetime(2025, 12, 12, tzinfo=ZONE), "2025-11")
    timers = book(head + text).duties([filed, late], datetime(2026, 2, 25, tzinfo=ZONE), CITY)
    states = {timer.about: timer.state for timer in timers}
    assert states == {"2025": "met", "2025-11": "met late", "2025-12": "overdue", "2026-01": "overdue"}
    assert timers[0].due == datetime(2026, 3, 2, tzinfo=ZONE)


def test_a_return_if_any_is_due_only_for_periods_that_saw_one(book):
    duty = "duty 9 monthly_report\n  every month by day 10\n  if any request_received\n  met by filed\n"
    head = "law F\nlevel city\nin force from 2025-11-20\n"
    asked = Event("request_received", datetime(2025, 12, 31, 23, 30, tzinfo=ZONE), "c1")
    timers = book(head + duty).duties([asked], datetime(2026, 2, 25, tzinfo=ZONE), CITY)
    assert [(timer.about, timer.state) for timer in timers] == [("2025-12", "overdue")]


def test_riverbend_answers_whoever_reports():
    pack = law.read("riverbend")
    reported = Event("violation_reported", NOON, "v1")
    timers = pack.duties([reported], at(24 * 8), Calendar(pack.packs[0].zone))
    states = {timer.duty.id: timer.state for timer in timers if timer.about == "v1"}
    assert states == {"acknowledge_report": "overdue", "give_feedback": "running"}


def test_quarters_are_named():
    assert [name for name, _ in periods("quarter", date(2025, 8, 1), date(2026, 1, 1))] == [
        "2025-Q3",
        "2025-Q4",
    ]


def test_a_time_without_a_zone_or_an_unknown_zone_is_refused(book):
    with pytest.raises(law.LawError, match="has no zone"):
        CITY.day_of(datetime(2026, 1, 1))  # noqa: DTZ001 - what is tested
    with pytest.raises(law.LawError, match="not a time zone"):
        Calendar("Riverbend/Main")


@pytest.mark.parametrize("due", ["often", "30 Brumaire", "day 40", "32 March"])
def test_a_due_date_that_names_no_day(refusal, due):
    assert "due date cannot be read" in refusal(f"duty 8 annual_report\n  every year by {due}\n")


def test_riverbends_notice_duty():
    pack = law.read("riverbend")
    timers = pack.duties([ASKED, DONE], at(20), Calendar(pack.packs[0].zone))
    (notice,) = [t for t in timers if t.duty.id == "public_notice_after_operation"]
    assert (notice.state, notice.due, notice.duty.owner) == ("running", at(82), "the City Clerk")

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from scopeofduty.city.clock.due import DueJob, due, run_due, run_once
from scopeofduty.city.clock.models import Job
from scopeofduty.city.clock.windows import Daily, Hourly
from scopeofduty.city.profile.models import City

CHICAGO = ZoneInfo("America/Chicago")
AT = datetime(2026, 1, 6, 15, 0, tzinfo=UTC)


def job(name, ran, rhythm=None):
    return DueJob(name, "…", rhythm or Daily((time(12),)), lambda window: ran.append((name, window)))


@pytest.fixture
def city(db):
    return City.objects.create(pk=1, name="Riverbend", zone="America/Chicago")


def test_a_daily_window_follows_the_citys_clock_through_a_change_of_hour():
    noon = Daily((time(12),))
    after = datetime(2026, 3, 7, 0, tzinfo=UTC)
    found = list(noon.between(after, after + timedelta(days=3), CHICAGO))
    assert [window.hour for window in found] == [18, 17, 17]


def test_a_window_that_spring_skips_comes_once():
    skipped = Daily((time(2, 30),))
    start = datetime(2026, 3, 8, 0, tzinfo=CHICAGO)
    assert len(list(skipped.between(start, start + timedelta(hours=23), CHICAGO))) == 1


def test_a_window_at_the_edge_belongs_to_one_side_only():
    noon = Daily((time(12),))
    edge = datetime(2026, 1, 5, 18, tzinfo=UTC)
    assert list(noon.between(edge - timedelta(hours=1), edge, CHICAGO)) == [edge]
    assert list(noon.between(edge, edge + timedelta(hours=1), CHICAGO)) == []
    assert noon.next_after(edge, CHICAGO) == edge + timedelta(days=1)


@pytest.mark.django_db
class TestRunning:
    def test_each_job_runs_once_a_window(self, city):
        ran = []
        jobs = [job("a.b", ran)]
        assert len(list(run_due(AT, jobs))) == 1
        assert list(run_due(AT, jobs)) == []
        assert list(run_due(AT + timedelta(minutes=1), jobs)) == []
        assert ran == [("a.b", datetime(2026, 1, 5, 18, tzinfo=UTC))]

    def test_an_outage_is_caught_up_in_order(self, city):
        ran = []
        jobs = [job("b.day", ran), job("a.hour", ran, Hourly())]
        list(run_due(AT, jobs))
        ran.clear()
        list(run_due(AT + timedelta(days=2), jobs))
        assert ran == sorted(ran, key=lambda each: (each[1], each[0]))
        assert sum(name == "b.day" for name, _ in ran) == 2
        assert sum(name == "a.hour" for name, _ in ran) == 48

    def test_a_first_start_owes_one_day(self, city):
        assert len(due(AT, [job("a.b", [], Hourly())])) == 24

    def test_a_failed_job_keeps_its_error_and_its_order_and_lets_others_run(self, city):
        ran = []
        broken = [True]

        def fails(window):
            if broken:
                raise ValueError("record 17 says something")
            ran.append(("a.fails", window))

        jobs = [DueJob("a.fails", "…", Hourly(), fails), job("b.works", ran, Hourly())]
        list(run_due(AT, jobs))
        assert {name for name, _ in ran} == {"b.works"}
        row = Job.objects.get(name="a.fails")
        assert (row.done_at, row.error) == (None, "ValueError")
        broken.clear()
        ran.clear()
        list(run_due(AT, jobs))
        windows = [window for name, window in ran if name == "a.fails"]
        assert len(windows) == 24
        assert windows == sorted(windows)

    def test_what_a_failing_job_wrote_is_undone(self, city):
        def writes_then_fails(window):
            City.objects.filter(pk=1).update(name="half")
            raise RuntimeError

        list(run_due(AT, [DueJob("a.b", "…", Daily((time(12),)), writes_then_fails)]))
        assert City.objects.get().name == "Riverbend"

    def test_a_window_that_another_clock_did_is_left_alone(self, city):
        ran = []
        (only,) = due(AT, [job("a.b", ran)])
        assert run_once(only, AT)
        assert not run_once(only, AT)
        assert len(ran) == 1

"""`duty clock`: what is due is done once, it stops when it is told, and it says what went wrong."""

from __future__ import annotations

import json
import signal
import threading
from datetime import UTC, datetime, time, timedelta

import django.db
import pytest
from django.db import OperationalError

from scopeofduty.city.clock import due as due_module
from scopeofduty.city.clock import port
from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.models import Job
from scopeofduty.city.clock.windows import Daily
from scopeofduty.cli import city, clock, main

AT = datetime(2026, 1, 6, 15, 0, tzinfo=UTC)


@pytest.fixture
def jobs(db, monkeypatch):
    """The jobs there are, in a city that is open already, at a time that stands still."""
    found = []
    monkeypatch.setattr(city, "open_city", lambda _folder: None)
    monkeypatch.setattr(due_module, "all_jobs", lambda: found)
    # A test lives in one transaction, so its connection must stay.
    monkeypatch.setattr(django.db, "close_old_connections", lambda: None)
    with port.use(port.FrozenClock(AT)):
        yield found


def job(name, run):
    return DueJob(name, "…", Daily((time(12),)), run)


def fails(_window):
    raise ValueError("record 17 says something")


def test_once_does_what_is_due_and_says_so(jobs, capsys):
    ran = []
    jobs.append(job("a.b", ran.append))
    assert main(["clock", "--once", "--json"]) == 0
    assert ran == [datetime(2026, 1, 5, 18, tzinfo=UTC)]
    assert json.loads(capsys.readouterr().out) == {"window": "2026-01-05T18:00:00+00:00", "job": "a.b"}
    assert main(["clock", "--once"]) == 0
    assert capsys.readouterr().out == ""


def test_a_job_that_fails_makes_it_one_and_tells_nothing_of_a_record(jobs, capsys):
    jobs.append(job("a.fails", fails))
    assert main(["clock", "--once"]) == 1
    assert Job.objects.get().error == "ValueError"
    told = capsys.readouterr()
    assert "17" not in told.out + told.err


def test_a_city_that_is_not_there(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def away(folder):
        raise city.CityUnavailableError(f"No city is set up in {folder}.")

    monkeypatch.setattr(city, "open_city", away)
    assert main(["clock", "--once", "--data", str(tmp_path)]) == 2
    assert "No city is set up" in capsys.readouterr().err


def test_a_database_that_is_away_for_a_while_does_not_end_it(jobs, capsys, monkeypatch):
    stop, looks = threading.Event(), []

    def look(_tell):
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("connection refused to secret-host")
        stop.set()

    monkeypatch.setattr(clock, "_look", look)
    monkeypatch.setattr(clock, "LOOK_EVERY", 0.01)
    clock.keep_time(stop, clock._as_text)
    assert len(looks) == 2
    told = capsys.readouterr().err
    assert "OperationalError" in told
    assert "secret-host" not in told


def test_beside_it_ends_once_its_input_is_closed(monkeypatch):
    stop = threading.Event()

    class Closed:
        def read(self):
            return ""

    monkeypatch.setattr(clock.sys, "stdin", Closed())
    clock._stop_at_the_end(stop)
    assert stop.is_set()


def test_a_signal_ends_it_after_the_job_it_is_at(jobs, monkeypatch):
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    ran = []

    def told_to_stop(window):
        signal.raise_signal(signal.SIGTERM)
        ran.append(window)

    jobs.append(job("a.b", told_to_stop))
    try:
        assert main(["clock"]) == 0
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert len(ran) == 1
    assert Job.objects.get().done_at == AT


def test_it_catches_up_a_week_in_order(jobs):
    ran = []
    jobs.append(job("a.b", ran.append))
    main(["clock", "--once"])
    with port.use(port.FrozenClock(AT + timedelta(days=7))):
        main(["clock", "--once"])
    assert len(ran) == 8
    assert ran == sorted(ran)
